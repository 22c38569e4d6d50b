import { useT } from '../i18n/language';
import { useLayout } from '../stores/layout';
import { Sheet } from '../ui/Sheet';
import { PalettePanel } from './PalettePanel';
import { Dock, Inspector } from './side-panels';
import { useUncovered } from './use-uncovered';

/** What a sheet covers. */
const lowerPart = ({ height }: DOMRect) => ({ right: 0, bottom: height * 0.66 });

/** The panel that has come up over the lower part of a phone's canvas. */
export function PhonePanels({ look }: { readonly look: string }) {
  const t = useT();
  const { sheet, setSheet } = useLayout();
  const close = () => setSheet(null);
  useUncovered(sheet === 'inspector' ? lowerPart : null);
  if (sheet === 'palette') {
    return (
      <Sheet key={sheet} onClose={close} title={t('palette.title')}>
        <PalettePanel />
      </Sheet>
    );
  }
  if (sheet === 'inspector') {
    return (
      <Sheet key={sheet} onClose={close} title={t('inspector.title')}>
        <Inspector />
      </Sheet>
    );
  }
  if (sheet === 'dock') {
    return (
      <Sheet key={sheet} onClose={close} title={t('dock.title')} untitled>
        <Dock aside={<span className="w-10 shrink-0" />} look={look} />
      </Sheet>
    );
  }
  return null;
}
