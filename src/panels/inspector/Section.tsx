import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the inspector under its own heading. No landmark: those are for what one jumps to, and there would be six. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="border-t border-line px-4 py-4">
      <header className="mb-3 flex h-5 items-center justify-between gap-2">
        <h3 className="text-xs font-semibold text-text">{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
