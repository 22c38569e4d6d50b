import { type Booted, useDocuments } from './documents';
import { usePlayback } from './playback';

/**
 * Puts the first document on the stage (see `boot` of the documents) and, unless it is one's own work, lets it run: a
 * visitor meets a living system. From then on the address, the tab and the browser's storage are watched: a share link
 * that is put into the address opens, and what is on the stage is saved when the page may go away.
 */
export async function bootDocument(fragment: string): Promise<Booted> {
  const documents = useDocuments.getState();
  const booted = await documents.boot(fragment);
  if (booted !== 'own') usePlayback.getState().play();

  window.addEventListener('hashchange', () => {
    if (location.hash === '') return;
    void documents.openLink(location.hash).then((opened) => {
      if (opened) usePlayback.getState().play();
    });
  });
  window.addEventListener('pagehide', () => documents.leave());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void documents.flush();
    else void documents.comeBack();
  });
  return booted;
}
