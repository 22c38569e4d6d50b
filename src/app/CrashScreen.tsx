import { Component, type ReactNode } from 'react';
import { t } from '../i18n/language';
import { useDocuments } from '../stores/documents';

interface CrashScreenProps {
  readonly children: ReactNode;
}

/**
 * Stands in for the page when a part of it throws: the work is saved first, then reloading goes on from there. It is
 * made of nothing that would have to be fetched.
 */
export class CrashScreen extends Component<CrashScreenProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch() {
    useDocuments.getState().leave();
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="grid h-dvh place-items-center p-6">
        <div className="flex max-w-sm flex-col items-center gap-2 text-center" role="alert">
          <h1 className="text-base font-semibold">{t('crash.title')}</h1>
          <p className="text-text-2">{t('crash.detail')}</p>
          <button
            className="mt-3 h-8 rounded-lg bg-accent px-3 font-medium text-on-accent"
            onClick={() => location.reload()}
            type="button"
          >
            {t('crash.reload')}
          </button>
        </div>
      </main>
    );
  }
}
