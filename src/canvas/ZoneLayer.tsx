import './zone-layer.css';
import { useReactFlow, useStore } from '@xyflow/react';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef, useSyncExternalStore } from 'react';
import { useT } from '../i18n/language';
import { LIMITS } from '../scenario/limits';
import { type Zone, zonesOf } from '../scenario/zones';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { CutIcon, HealIcon } from '../ui/icons';
import { tooltip } from '../ui/tooltip';
import { GRID } from './grid';
import type { Box } from './link-curve';
import { CanvasPortal } from './portals';
import { onPulse } from './pulse';
import { boxAround, changeZone, isParted, membersOf, toggleParted, useZoneNaming } from './zone';

/** At this zoom and below, a zone's label keeps its size on the screen. */
const READABLE_ZOOM = 0.8;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function placesOf(zone: string) {
  const members = new Set(membersOf(zone));
  return useDocument.getState().scenario.nodes.filter(({ id }) => members.has(id));
}

/** Moves all that is in a zone. */
function moveZone(zone: string, x: number, y: number): void {
  const moves = placesOf(zone).map(({ id, position }) => ({ id, position: { x: position.x + x, y: position.y + y } }));
  useDocument.getState().moveNodes(moves);
}

/** Handlers that drag all that is in a zone; a press without a drag selects it. */
function useZoneDrag(zone: string) {
  const { getZoom } = useReactFlow();
  const drag = useRef<{ x: number; y: number; from: ReturnType<typeof placesOf>; moved: boolean } | null>(null);
  const moveTo = (event: PointerEvent, transient: boolean) => {
    if (!drag.current) return;
    const snap = (pixels: number) => Math.round(pixels / getZoom() / GRID) * GRID;
    const [x, y] = [snap(event.clientX - drag.current.x), snap(event.clientY - drag.current.y)];
    if (x === 0 && y === 0 && !drag.current.moved) return;
    drag.current.moved = true;
    const moves = drag.current.from.map(({ id, position }) => ({
      id,
      position: { x: position.x + x, y: position.y + y },
    }));
    useDocument.getState().moveNodes(moves, { transient });
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      // The canvas beneath would pan.
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, from: placesOf(zone), moved: false };
    },
    onPointerMove: (event: PointerEvent) => moveTo(event, true),
    onPointerUp: (event: PointerEvent) => {
      if (drag.current?.moved) moveTo(event, false);
      drag.current = null;
    },
    onPointerCancel: () => {
      drag.current = null;
    },
  };
}

/** A zone's name, edited in place. */
function ZoneNameEditor({ zone }: { readonly zone: string }) {
  const t = useT();
  const dropped = useRef(false);
  return (
    <input
      aria-label={t('zone.name')}
      // biome-ignore lint/a11y/noAutofocus: the visitor has just asked to edit this very text.
      autoFocus
      className="zone-name-editor nodrag nopan"
      defaultValue={zone}
      maxLength={LIMITS.labelLength}
      onBlur={(event) => {
        if (!dropped.current) changeZone(zone, { id: event.currentTarget.value });
        useZoneNaming.getState().stop();
      }}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => {
        // Everything typed here is text, never a shortcut of the canvas.
        event.stopPropagation();
        if (event.key === 'Escape') dropped.current = true;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
      spellCheck={false}
    />
  );
}

interface ZoneAreaProps {
  readonly zone: Zone;
  readonly box: Box;
}

function ZoneArea({ zone: { id, colour }, box }: ZoneAreaProps) {
  const t = useT();
  const naming = useZoneNaming((state) => state.zone === id);
  const selected = useSelection(({ nodes }) => nodes.length > 0 && membersOf(id).every((one) => nodes.includes(one)));
  const parted = useSyncExternalStore(onPulse, () => isParted(id));
  const drag = useZoneDrag(id);
  const select = () => useSelection.getState().select({ nodes: membersOf(id) });
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) moveZone(id, arrow[0] * GRID * (event.shiftKey ? 4 : 1), arrow[1] * GRID * (event.shiftKey ? 4 : 1));
    else if (event.key === 'F2') useZoneNaming.getState().start(id);
    else if (event.key === 'Delete' || event.key === 'Backspace') changeZone(id, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const verb = parted ? 'heal' : 'partition';
  const { x, y, width, height } = box;
  return (
    <div
      className="zone"
      data-colour={colour}
      data-parted={parted || undefined}
      data-selected={selected || undefined}
      data-zone={id}
      style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
    >
      <div className="zone-head nopan">
        {naming ? (
          <ZoneNameEditor zone={id} />
        ) : (
          <button
            aria-label={t(parted ? 'zone.partedNamed' : 'zone.named', { name: id })}
            className="zone-name"
            onClick={select}
            onDoubleClick={() => useZoneNaming.getState().start(id)}
            onKeyDown={onKeyDown}
            title={id}
            type="button"
            {...drag}
          >
            {id}
          </button>
        )}
        <button
          aria-label={t(`zone.${verb}Named`, { name: id })}
          className="zone-cut"
          onClick={() => toggleParted(id)}
          type="button"
          {...tooltip(t(`zone.${verb}`))}
        >
          {parted ? <HealIcon size={14} /> : <CutIcon size={14} />}
        </button>
      </div>
    </div>
  );
}

/** The zones, each an area around its components with its name on it. */
export function ZoneLayer() {
  const scenario = useDocument((state) => state.scenario);
  const scale = useStore((state) => Math.round(20 * Math.max(1, READABLE_ZOOM / state.transform[2])) / 20);
  const zones = zonesOf(scenario).flatMap((zone) => {
    const box = boxAround(scenario, zone);
    return box ? [{ zone, box }] : [];
  });
  if (zones.length === 0) return null;
  return (
    <CanvasPortal>
      <div style={{ '--label': scale } as CSSProperties}>
        {zones.map(({ zone, box }) => (
          <ZoneArea box={box} key={zone.id} zone={zone} />
        ))}
      </div>
    </CanvasPortal>
  );
}
