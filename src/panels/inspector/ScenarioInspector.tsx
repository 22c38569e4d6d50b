import { useId } from 'react';
import { useT } from '../../i18n/language';
import { LIMITS } from '../../scenario/limits';
import { useDocument } from '../../stores/document';
import { FieldFrame } from '../../ui/FieldFrame';
import { IconButton } from '../../ui/IconButton';
import { TrashIcon } from '../../ui/icons';
import { later } from '../../ui/later';
import { NumberInput } from '../../ui/NumberInput';
import { Switch } from '../../ui/Switch';
import { TextInput } from '../../ui/TextInput';
import { InterventionList } from '../interventions/InterventionList';
import { Fingerprint } from './Fingerprint';
import { Section } from './Section';

const ContractList = later(async () => (await import('../contracts/ContractList')).ContractList);

/** How long a run takes whose end has just been switched on. */
const USUAL_MS = 120_000;

/** What concerns the whole scenario: shown while nothing is selected. */
export function ScenarioInspector() {
  const t = useT();
  const id = useId();
  const { title, description, seed, durationMs, interventions, nodes, links } = useDocument((state) => state.scenario);
  const { setTitle, setDescription, setSeed, setDurationMs, clearInterventions } = useDocument.getState();
  return (
    <>
      <header className="flex flex-col gap-4 px-4 pt-3 pb-5">
        <div>
          <h2 className="text-sm font-semibold">{t('scenario.settings')}</h2>
          <p className="text-xs text-text-3">
            {t('scenario.components', { count: nodes.length })} · {t('scenario.links', { count: links.length })}
          </p>
        </div>
        <FieldFrame id={`${id}-title`} label={t('scenario.title')}>
          <TextInput
            id={`${id}-title`}
            maxLength={LIMITS.titleLength}
            onCommit={setTitle}
            placeholder={t('scenario.untitled')}
            value={title}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-about`} label={t('scenario.description')}>
          <TextInput
            id={`${id}-about`}
            maxLength={LIMITS.descriptionLength}
            multiline
            onCommit={setDescription}
            placeholder={t('scenario.descriptionPlaceholder')}
            value={description}
          />
        </FieldFrame>
      </header>
      <Section title={t('run.title')}>
        <div className="flex flex-col gap-4">
          <NumberInput
            help={t('run.seedHelp')}
            id={`${id}-seed`}
            integer
            label={t('run.seed')}
            max={LIMITS.seed}
            min={0}
            onChange={setSeed}
            value={seed}
          />
          <FieldFrame help={t('run.durationHelp')} id={`${id}-ends`} inline label={t('run.ends')}>
            <Switch
              checked={durationMs !== null}
              id={`${id}-ends`}
              onChange={(on) => setDurationMs(on ? USUAL_MS : null)}
            />
          </FieldFrame>
          {durationMs !== null && (
            <NumberInput
              id={`${id}-duration`}
              label={t('run.duration')}
              max={LIMITS.durationMs / 1_000}
              min={0.001}
              onChange={(seconds) => setDurationMs(seconds * 1_000)}
              unit="s"
              value={durationMs / 1_000}
            />
          )}
        </div>
      </Section>
      <Section
        aside={
          interventions.length > 0 && (
            <IconButton
              icon={TrashIcon}
              label={t('inspector.clearInterventions')}
              onClick={clearInterventions}
              size="sm"
            />
          )
        }
        title={t('inspector.interventions')}
      >
        {interventions.length === 0 && (
          <p className="mb-2 text-xs leading-5 text-text-3">{t('inspector.noInterventions')}</p>
        )}
        <div className="-mx-1.5">
          <InterventionList />
        </div>
      </Section>
      <ContractList />
      <Section title={t('fingerprint.title')}>
        <Fingerprint />
      </Section>
    </>
  );
}
