import type { ReactNode } from 'react';
import type { Icon } from './icon';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
}

/** What stands where there is nothing yet: what would be here, and how it comes. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 p-6 text-center">
      <Icon className="mb-1 text-text-3" size={22} />
      <p className="font-medium text-text-2">{title}</p>
      {children && <p className="max-w-72 text-xs leading-5 text-text-3">{children}</p>}
    </div>
  );
}
