import { t } from '../i18n/language';
import { allKinds } from '../kinds/all-kinds';
import { catalogue } from '../kinds/catalogue';
import { exportFile, FILE_SUFFIX, type FileProblem, fileName, importFile, MAX_FILE_BYTES } from '../scenario/file';
import { useDocument } from '../stores/document';
import { useDocuments } from '../stores/documents';
import { toast } from '../ui/toast';
import { issueText } from './issue-text';

/** Opens a scenario file, or says what is wrong with it. */
export async function openFile(file: Blob): Promise<void> {
  const text = await textOf(file);
  if ('problem' in text) {
    refuse(text.problem);
    return;
  }
  await allKinds();
  const imported = importFile(text.text, catalogue);
  if (imported.ok) {
    await useDocuments.getState().openScenario(imported.value, { keep: true });
    toast({
      tone: 'ok',
      text: t('scenario.loaded', { title: imported.value.title || t('scenario.untitled') }),
      detail: t('scenario.kept'),
    });
    return;
  }
  refuse(imported.problem, imported.problem === 'invalid' ? issueText(imported.issues) : '');
}

type Unread = 'tooLarge' | 'unreadable';

/** The text of a file, or why there is none: what may be dropped on a page is of any size, a folder, or gone. */
async function textOf(file: Blob): Promise<{ readonly text: string } | { readonly problem: Unread }> {
  if (file.size > MAX_FILE_BYTES) return { problem: 'tooLarge' };
  try {
    return { text: await file.text() };
  } catch {
    return { problem: 'unreadable' };
  }
}

function refuse(problem: FileProblem | Unread, detail = ''): void {
  const why = t(`file.problem.${problem}`);
  toast({ tone: 'error', lasting: true, text: t('import.failed'), detail: `${why} ${detail}`.trim() });
}

/** Lets the visitor choose a scenario file and opens it. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = `${FILE_SUFFIX},.json,application/json`;
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void openFile(file);
  };
  input.click();
}

/** Saves the scenario on the stage as a file. */
export function saveFile(): void {
  const { scenario } = useDocument.getState();
  const url = URL.createObjectURL(new Blob([exportFile(scenario)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(scenario);
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
