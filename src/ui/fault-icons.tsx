/** The signs of faults that no other icon stands for. */
import { icon } from './icon';

/** Points on their way, one of which is missing. */
export const LossIcon = icon(
  <>
    <path d="M3.5 12h3M17.5 12h3" />
    <circle cx="12" cy="12" r="3.25" strokeDasharray="2 2.2" />
  </>,
);

export const ErrorsIcon = icon(<path d="M12 3.75a8.25 8.25 0 1 0 0 16.5 8.25 8.25 0 0 0 0-16.5zM9 9l6 6M15 9l-6 6" />);
