import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { CloseIcon } from '../ui/icons';
import { useConnecting } from './connecting';
import { nodeName } from './node-name';
import { scenarioIndex } from './scenario-index';

const isTouch = () => matchMedia('(pointer: coarse)').matches;

/** Says how to go on while a link is being made by clicks or keys. */
export function ConnectingHint() {
  const t = useT();
  const from = useConnecting((state) => state.from);
  const source = useDocument(({ scenario }) => (from === null ? undefined : scenarioIndex(scenario).nodes.get(from)));
  return (
    <div aria-live="polite" className="connecting-hint-place">
      {source && (
        <div className="connecting-hint">
          <span>{t(isTouch() ? 'canvas.connectHintTouch' : 'canvas.connectHint', { name: nodeName(source) })}</span>
          <button aria-label={t('action.cancel')} onClick={() => useConnecting.getState().cancel()} type="button">
            <CloseIcon size={15} />
          </button>
        </div>
      )}
    </div>
  );
}
