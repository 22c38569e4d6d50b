/** Every mark that a status can have; the card's `data-status` shows one of them. Never colour alone. */
export function StatusMark() {
  return (
    <svg aria-hidden="true" className="status-mark" fill="none" height="16" viewBox="0 0 16 16" width="16">
      <circle className="mark-idle" cx="8" cy="8" r="3.25" />
      <circle className="mark-up" cx="8" cy="8" r="4" />
      <path className="mark-saturated" d="M8 2.5 14 13H2z" />
      <path className="mark-blocked" d="M3.5 2.5h9L8 8l4.5 5.5h-9L8 8z" />
      <path className="mark-failing" d="m4 4 8 8m0-8-8 8" />
      <path className="mark-crashed" d="M8 2v5.5M4.8 4.2a5 5 0 1 0 6.4 0" />
      <path className="mark-starting" d="M13 8a5 5 0 1 1-5-5" />
    </svg>
  );
}
