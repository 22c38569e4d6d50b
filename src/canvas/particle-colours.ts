import { simulation } from '../worker/client';

/** Sends the theme's colours to the particles now and whenever they change. Returns how to stop that. */
export function sendParticleColours(): () => void {
  const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  const darkScheme = matchMedia('(prefers-color-scheme: dark)');
  const send = () => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    simulation.send({
      type: 'colours',
      colours: {
        pending: token('--accent'),
        ok: token('--ok'),
        failed: token('--fail'),
        message: token('--message'),
        background: token('--canvas'),
      },
      reducedMotion: lessMotion.matches,
    });
  };
  const theme = new MutationObserver(send);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  lessMotion.addEventListener('change', send);
  darkScheme.addEventListener('change', send);
  send();
  return () => {
    theme.disconnect();
    lessMotion.removeEventListener('change', send);
    darkScheme.removeEventListener('change', send);
  };
}
