import { useEffect } from 'react';
import { formatClock, formatNumber } from '../i18n/format';
import { hasText, t } from '../i18n/language';
import { nodeName } from '../i18n/names';
import { useDocument } from '../stores/document';
import { type Notice, useDocuments } from '../stores/documents';
import { type Problem, usePlayback } from '../stores/playback';
import { toast } from '../ui/toast';
import { commands } from './commands';
import { issueText } from './issue-text';

function announceNotice(notice: Notice): void {
  const text = t(`notice.${notice.type}.text`);
  const advice = t(`notice.${notice.type}.advice`);
  if (notice.type === 'linkRefused') {
    const why = notice.problem === 'invalid' ? issueText(notice.issues) : '';
    const detail = [t(`share.problem.${notice.problem}`), why, advice].filter(Boolean).join(' ');
    toast({ tone: 'error', lasting: true, text, detail });
  } else if (notice.type === 'documentRefused') {
    toast({ tone: 'error', lasting: true, text, detail: `${issueText(notice.issues)} ${advice}` });
  } else if (notice.type !== 'storageFailed') {
    toast({ text, detail: advice });
  }
}

/** Returns what takes it back. */
function announceFullStorage(): () => void {
  const [text, detail] = [t('notice.storageFailed.text'), t('notice.storageFailed.advice')];
  const action = { label: t('action.export'), run: commands.export.run };
  return toast({ tone: 'error', lasting: true, text, detail, action });
}

/** Returns what takes it back. */
function announceProblem(problem: Problem): () => void {
  if (problem.type === 'refused') {
    return toast({ tone: 'error', lasting: true, text: t('problem.refused'), detail: issueText(problem.issues) });
  }
  const node = useDocument.getState().scenario.nodes.find((one) => one.id === problem.node);
  const key = `problem.limit.${problem.limit}`;
  const where = node ? ` (${t('problem.atNode', { node: nodeName(t, node) })}, ${formatClock(problem.atMs)})` : '';
  const atMost = formatNumber(problem.atMost ?? 0);
  const what = hasText(key) ? t(key, { atMost }) : t('problem.limitOther', { limit: problem.limit });
  const advice = problem.limit === 'workerFailed' ? '' : ` ${t('problem.advice')}`;
  return toast({ tone: 'error', lasting: true, text: `${t('problem.title')}${where}`, detail: `${what}${advice}` });
}

/**
 * Says what the visitor must know: a link that is broken, work that is not saved, a run that was stopped. What is no longer
 * so is no longer said.
 */
export function Announcements() {
  const notice = useDocuments((state) => state.notice);
  const isStorageFull = useDocuments((state) => state.saving === 'failed');
  const problem = usePlayback((state) => state.limit);
  useEffect(() => {
    if (!notice) return;
    announceNotice(notice);
    useDocuments.getState().dismissNotice();
  }, [notice]);
  useEffect(() => (isStorageFull ? announceFullStorage() : undefined), [isStorageFull]);
  useEffect(() => (problem ? announceProblem(problem) : undefined), [problem]);
  return null;
}
