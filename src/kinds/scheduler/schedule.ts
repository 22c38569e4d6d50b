import { Cron } from './cron';
import type { SchedulerParams } from './params';

/** The first moment after `ms` that a schedule names; Infinity: none. */
export type Schedule = (ms: number) => number;

export function createSchedule(schedule: SchedulerParams['schedule']): Schedule {
  if (schedule.by === 'interval') {
    const { everyMs } = schedule;
    return (ms) => (Math.floor(ms / everyMs) + 1) * everyMs;
  }
  const cron = Cron.parse(schedule.expression);
  return (ms) => cron?.nextAfter(ms) ?? Infinity;
}
