import { InfoIcon } from '../../ui/icons';
import { tooltip } from '../../ui/tooltip';

interface FormLegendProps {
  readonly label: string;
  readonly help: string;
  readonly className: string;
}

/** The name of several fields together, with their help behind a sign. */
export function FormLegend({ label, help, className }: FormLegendProps) {
  return (
    <legend className={`${className} flex items-center gap-1 text-xs font-medium text-text-2`}>
      {label}
      <span className="inline-flex cursor-help text-text-3" {...tooltip(help)}>
        <InfoIcon size={14} />
        <span className="sr-only">{help}</span>
      </span>
    </legend>
  );
}
