import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { type Deed, expectedOfLink } from '../../scenario/aims';
import { LIMITS } from '../../scenario/limits';
import type { Intervention, InterventionTarget, Scenario } from '../../scenario/scenario';
import { useDocument } from '../../stores/document';
import { live } from '../../stores/live';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { FieldFrame } from '../../ui/FieldFrame';
import { TrashIcon } from '../../ui/icons';
import { NumberInput } from '../../ui/NumberInput';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { amountIn, amountOf, deedsFor, draftOf, hasEnd } from './drafts';

interface InterventionDialogProps {
  /** Its place in the scenario's list; null: a new one. */
  readonly index: number | null;
  readonly onClose: () => void;
}

const USUAL_MS = 10_000;
const WAYS = ['both', 'there', 'back'] as const;

const keyOf = (target: InterventionTarget) => ('node' in target ? `node ${target.node}` : `link ${target.link}`);
const targetOf = (key: string): InterventionTarget =>
  key.startsWith('node ') ? { node: key.slice('node '.length) } : { link: key.slice('link '.length) };

function deedsOf(scenario: Scenario, target: InterventionTarget): readonly Deed[] {
  if ('link' in target) {
    const link = scenario.links.find(({ id }) => id === target.link);
    return deedsFor(null, false).filter((deed) => link !== undefined && expectedOfLink(deed, link) === null);
  }
  const node = scenario.nodes.find(({ id }) => id === target.node);
  return node ? deedsFor(node, catalogue[node.kind].modes.includes('crashed')) : [];
}

/** A new one: of the first component that something can be done to, now. */
function firstDraft(scenario: Scenario): Intervention {
  const crashable = scenario.nodes.find(({ kind }) => catalogue[kind].modes.includes('crashed'));
  const node = crashable ?? scenario.nodes[0];
  const target = { node: node.id };
  const atMs = Math.round((live.latest()?.atMs ?? 0) / 1_000) * 1_000;
  return draftOf(deedsOf(scenario, target)[0], target, { atMs, durationMs: USUAL_MS });
}

/** Says what is to happen when, to what, and for how long. */
export function InterventionDialog({ index, onClose }: InterventionDialogProps) {
  const t = useT();
  const id = useId();
  const scenario = useDocument((state) => state.scenario);
  const { setInterventions } = useDocument.getState();
  const known = index === null ? undefined : scenario.interventions[index];
  const [draft, setDraft] = useState<Intervention>(() => known ?? firstDraft(scenario));
  const { action, target, atMs, durationMs } = draft;
  const amount = amountOf(action);
  const way = action === 'cut' ? (draft.way ?? 'both') : 'both';
  const names = new Map(scenario.nodes.map((node) => [node.id, nodeName(t, node)]));
  const targets = [
    ...scenario.nodes.map((node) => ({ value: keyOf({ node: node.id }), label: nodeName(t, node) })),
    ...scenario.links.map((link) => ({
      value: keyOf({ link: link.id }),
      label: t('link.name', { from: names.get(link.from), to: names.get(link.to) }),
    })),
  ];
  const deeds = deedsOf(scenario, target);
  const options = deeds.includes(action) ? deeds : [action, ...deeds];
  const replaceBy = (others: readonly Intervention[]) => {
    const list = [...scenario.interventions];
    if (index === null) list.push(...others);
    else list.splice(index, 1, ...others);
    setInterventions(list);
    onClose();
  };
  const setTarget = (key: string) => {
    const next = targetOf(key);
    const fitting = deedsOf(scenario, next);
    if (fitting.includes(action)) setDraft({ ...draft, target: next });
    else setDraft(draftOf(fitting[0], next, draft));
  };
  return (
    <Dialog
      actions={
        <>
          {index !== null && (
            <Button className="mr-auto" icon={TrashIcon} look="danger" onClick={() => replaceBy([])}>
              {t('action.remove')}
            </Button>
          )}
          <Button look="primary" onClick={() => replaceBy([draft])}>
            {t('interventionEditor.save')}
          </Button>
        </>
      }
      onClose={onClose}
      title={t(index === null ? 'interventionEditor.add' : 'interventionEditor.edit')}
    >
      <div className="flex flex-col gap-4">
        <FieldFrame id={`${id}-target`} label={t('interventionEditor.target')}>
          <Select id={`${id}-target`} onChange={setTarget} options={targets} value={keyOf(target)} />
        </FieldFrame>
        <FieldFrame id={`${id}-action`} label={t('interventionEditor.action')}>
          <Select
            id={`${id}-action`}
            onChange={(next) => setDraft(draftOf(next, target, draft))}
            options={options.map((value) => ({ value, label: t(`interventionEditor.deed.${value}`) }))}
            value={action}
          />
        </FieldFrame>
        {action === 'cut' && (
          <FieldFrame id={`${id}-way`} label={t('interventionEditor.way')}>
            <Select
              id={`${id}-way`}
              onChange={(next) =>
                setDraft({ ...draft, action: 'cut', way: next === 'both' ? undefined : next } as Intervention)
              }
              options={WAYS.map((value) => ({ value, label: t(`interventionEditor.ways.${value}`) }))}
              value={way}
            />
          </FieldFrame>
        )}
        {amount && (
          <NumberInput
            id={`${id}-amount`}
            integer={amount.integer ?? false}
            label={t(`interventionEditor.amount.${amount.field}`)}
            max={amount.max}
            min={amount.min}
            onChange={(value) => setDraft(draftOf(action, target, draft, value))}
            value={amountIn(draft, amount)}
          />
        )}
        <NumberInput
          id={`${id}-at`}
          label={t('interventionEditor.at')}
          max={LIMITS.durationMs / 1_000}
          min={0}
          onChange={(seconds) => setDraft({ ...draft, atMs: seconds * 1_000 })}
          unit="s"
          value={atMs / 1_000}
        />
        {hasEnd(action) && (
          <FieldFrame id={`${id}-ends`} inline label={t('interventionEditor.ends')}>
            <Switch
              checked={durationMs !== null}
              id={`${id}-ends`}
              onChange={(on) => setDraft({ ...draft, durationMs: on ? USUAL_MS : null })}
            />
          </FieldFrame>
        )}
        {hasEnd(action) && durationMs !== null && (
          <NumberInput
            id={`${id}-duration`}
            label={t('interventionEditor.duration')}
            max={LIMITS.durationMs / 1_000}
            min={0.001}
            onChange={(seconds) => setDraft({ ...draft, durationMs: seconds * 1_000 })}
            unit="s"
            value={durationMs / 1_000}
          />
        )}
      </div>
    </Dialog>
  );
}
