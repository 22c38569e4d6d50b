import { MiniMap, Panel, useStore } from '@xyflow/react';
import { useState } from 'react';
import { formatShare } from '../i18n/format';
import { useT } from '../i18n/language';
import { IconButton } from '../ui/IconButton';
import { FitIcon, MinimapIcon, MinusIcon, PlusIcon } from '../ui/icons';
import { canvasView } from './canvas-view';
import { MAX_ZOOM, MIN_ZOOM } from './zoom';

function Zoom() {
  const t = useT();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100) / 100);
  return (
    <>
      <IconButton
        disabled={zoom <= MIN_ZOOM}
        icon={MinusIcon}
        iconSize={16}
        label={t('canvas.zoomOut')}
        onClick={canvasView.zoomOut}
      />
      <span className="zoom-figure">{formatShare(zoom)}</span>
      <IconButton
        disabled={zoom >= MAX_ZOOM}
        icon={PlusIcon}
        iconSize={16}
        label={t('canvas.zoomIn')}
        onClick={canvasView.zoomIn}
      />
    </>
  );
}

/** Zoom, fit and minimap, in a corner of the canvas. */
export function CanvasControls() {
  const t = useT();
  const [map, setMap] = useState(false);
  return (
    <>
      <Panel className="canvas-controls" position="bottom-left">
        <Zoom />
        <IconButton icon={FitIcon} iconSize={16} label={t('action.fit')} onClick={canvasView.fit} shortcut="0" />
        <IconButton
          className="minimap-toggle"
          icon={MinimapIcon}
          iconSize={16}
          label={t('canvas.minimap')}
          onClick={() => setMap(!map)}
          pressed={map}
        />
      </Panel>
      {map && (
        <MiniMap
          ariaLabel={t('canvas.minimap')}
          className="canvas-minimap"
          nodeBorderRadius={16}
          pannable
          position="bottom-right"
          zoomable
        />
      )}
    </>
  );
}
