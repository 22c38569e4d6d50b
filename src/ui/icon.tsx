import type { ReactNode } from 'react';

export interface IconProps {
  /** CSS pixels; 20 if left out. */
  readonly size?: number;
  readonly className?: string;
}
export type Icon = (props: IconProps) => ReactNode;

/** An icon on a grid of 24 with a stroke of 1.5 pixels at its natural size, in the colour of the text around it. */
export function icon(shape: ReactNode): Icon {
  return ({ size = 20, className }) => (
    <svg
      aria-hidden="true"
      className={className}
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={1.5}
      viewBox="0 0 24 24"
      width={size}
    >
      {shape}
    </svg>
  );
}
