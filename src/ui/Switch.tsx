interface SwitchProps {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ id, label, describedBy, checked, onChange }: SwitchProps) {
  return (
    <button
      aria-checked={checked}
      aria-describedby={describedBy}
      aria-label={label}
      className="group relative inline-flex h-5 w-8.5 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors duration-150 after:absolute after:-inset-2.5 aria-checked:bg-accent"
      id={id}
      onClick={() => onChange(!checked)}
      role="switch"
      type="button"
    >
      <span className="size-4 rounded-full bg-surface shadow-1 transition-transform duration-150 group-aria-checked:translate-x-3.5" />
    </button>
  );
}
