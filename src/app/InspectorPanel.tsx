import { useCallback } from 'react';
import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { IconButton } from '../ui/IconButton';
import { CloseIcon } from '../ui/icons';
import { Resizer } from '../ui/Resizer';
import { commands } from './commands';
import { Inspector } from './side-panels';
import { useUncovered } from './use-uncovered';

const WIDTH = { min: 280, max: 480 };

/** What is in the inspector's place: the edge to drag, a way to close it where it lies over the canvas, the inspector. */
export function InspectorPanel({ over }: { readonly over: boolean }) {
  const t = useT();
  const { inspectorWidth, setInspectorWidth } = useLayout();
  const cover = useCallback(() => ({ right: inspectorWidth, bottom: 0 }), [inspectorWidth]);
  useUncovered(over ? cover : null);
  return (
    <>
      <Resizer
        edge="left"
        label={t('resize.inspector')}
        max={WIDTH.max}
        min={WIDTH.min}
        onResize={setInspectorWidth}
        size={inspectorWidth}
      />
      {over && (
        <div className="flex items-center justify-between border-b border-line py-0.5 pr-1 pl-4">
          <h2 className="text-xs font-medium text-text-3">{t('inspector.title')}</h2>
          <IconButton icon={CloseIcon} label={t('action.close')} onClick={commands.toggleInspector.run} />
        </div>
      )}
      <div className="min-h-0 flex-1">
        <Inspector />
      </div>
    </>
  );
}
