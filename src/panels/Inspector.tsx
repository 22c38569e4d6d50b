import { useT } from '../i18n/language';
import { targetsAmong } from '../stores/deeds';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { GroupIcon } from '../ui/arrange-icons';
import { Button } from '../ui/Button';
import { CopyIcon, TrashIcon } from '../ui/icons';
import { DeedBar } from './inspector/DeedBar';
import { LinkInspector } from './inspector/LinkInspector';
import { NodeInspector } from './inspector/NodeInspector';
import { ScenarioInspector } from './inspector/ScenarioInspector';

interface InspectorProps {
  readonly onDuplicate: () => void;
  readonly onGroup: () => void;
  readonly onRemove: () => void;
}

function Selected({ onDuplicate, onGroup, onRemove }: InspectorProps) {
  const t = useT();
  const { nodes, links } = useSelection();
  const scenario = useDocument((state) => state.scenario);
  const count = nodes.length + links.length;
  if (count > 1) {
    return (
      <div className="flex flex-col gap-3 px-4 pt-3">
        <h2 className="text-sm font-semibold">{t('inspector.selected', { count })}</h2>
        <DeedBar targets={targetsAmong(scenario, { nodes, links })} />
        <div className="flex flex-wrap gap-1.5">
          {nodes.length > 0 && (
            <Button icon={GroupIcon} onClick={onGroup}>
              {t('action.group')}
            </Button>
          )}
          {nodes.length > 0 && (
            <Button icon={CopyIcon} onClick={onDuplicate}>
              {t('action.duplicate')}
            </Button>
          )}
          <Button icon={TrashIcon} look="danger" onClick={onRemove}>
            {t('action.remove')}
          </Button>
        </div>
      </div>
    );
  }
  const nodeOf = (id: string | undefined) => scenario.nodes.find((node) => node.id === id);
  const node = nodeOf(nodes[0]);
  // The key: what one component's form remembers must not appear in another's.
  if (node) return <NodeInspector key={node.id} node={node} onDuplicate={onDuplicate} onRemove={onRemove} />;
  const link = scenario.links.find((one) => one.id === links[0]);
  const from = nodeOf(link?.from);
  const to = nodeOf(link?.to);
  if (link && from && to) return <LinkInspector from={from} key={link.id} link={link} onRemove={onRemove} to={to} />;
  return <ScenarioInspector />;
}

/** Everything about what is selected, or about the scenario while nothing is. */
export function Inspector(props: InspectorProps) {
  return (
    <div className="h-full overflow-y-auto overscroll-contain">
      <Selected {...props} />
    </div>
  );
}
