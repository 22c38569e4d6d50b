import { useT } from '../i18n/language';
import { LIMITS } from '../scenario/limits';
import { useDocument } from '../stores/document';
import { Button } from '../ui/Button';
import { NumberInput } from '../ui/NumberInput';

/** The seed of all chance, and another one at random. */
export function SeedForm() {
  const t = useT();
  const seed = useDocument((state) => state.scenario.seed);
  const setSeed = useDocument((state) => state.setSeed);
  return (
    <div className="flex flex-col gap-3">
      <NumberInput id="seed" integer label={t('run.seed')} max={LIMITS.seed} min={0} onChange={setSeed} value={seed} />
      <p className="text-xs leading-5 text-text-3">{t('run.seedHelp')}</p>
      <Button onClick={() => setSeed(crypto.getRandomValues(new Uint32Array(1))[0])}>{t('run.newSeed')}</Button>
    </div>
  );
}
