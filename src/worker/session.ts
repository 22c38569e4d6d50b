import type { KindBehaviour } from '../network/behaviour';
import { Scene } from '../scene/scene';
import { answersOf, onceAnswering } from './answering';
import { MetricsFeed } from './metrics-feed';
import { packColumns } from './pack-columns';
import type { FromWorker, Metrics, Question, StatechartsView, ToWorker } from './protocol';
import { Run } from './run';

/** Of a frame of 16.7 ms, what the simulation may take; painting needs the rest. */
const FRAME_BUDGET_MS = 9;
/** While it runs to the end, nothing else matters. */
const FINISH_BUDGET_MS = 40;
/** A step by request gives up after so long. */
const STEP_BUDGET_MS = 500;
const TICK_EVERY_MS = 50;
const METRICS_EVERY_MS = 250;
/** On the way to the end the page wants to know how far it is, not what it looks like there: it is told so many times less. */
const RARER = 4;
/** A page that was asleep does not make up for it: after so long a pause the playhead goes on from where it was. */
const LONGEST_FRAME_MS = 250;
/** Over how long the achieved speed is averaged. */
const SPEED_WINDOW_MS = 500;

type Post = (message: FromWorker, transfer?: Transferable[]) => void;

/** What the worker does: plays a run against the wall clock, paints it, and tells the page. */
export class Session {
  private readonly scene = new Scene();
  private readonly metrics = new MetricsFeed();
  private run: Run | null = null;
  private mode: 'idle' | 'playing' | 'finishing' = 'idle';
  private speed = 1;
  private finishAtMs = Infinity;
  /** The moment it is on its way to; null: none. */
  private seekingMs: number | null = null;
  private selected: StatechartsView['target'] | null = null;
  private shownStates = '';
  private lastFrameAt: number | null = null;
  private lastTickAt = -Infinity;
  private lastMetricsAt = -Infinity;
  private behind = false;
  private achieved = { sinceWall: 0, sinceVirtual: 0, speed: 1 };
  private news = false;
  private geometry: Extract<ToWorker, { type: 'geometry' }> | null = null;

  /**
   * @param clock a monotonic wall clock, ms
   * @param behaviours by kind; those of a scenario are there before its `load` is handled
   */
  constructor(
    private readonly post: Post,
    private readonly clock: () => number,
    private readonly behaviours: Readonly<Record<string, KindBehaviour>>,
  ) {}

  handle(message: ToWorker): void {
    switch (message.type) {
      case 'load':
        this.load(message);
        return;
      case 'play':
        this.mode = this.run ? 'playing' : 'idle';
        this.restartSpeed();
        return;
      case 'pause':
        this.mode = 'idle';
        // On to the millisecond that the clock shows: there the run can be compared with others, and reached again.
        this.run?.advance(Math.ceil(this.run.nowMs), () => true);
        this.announce();
        return;
      case 'speed':
        this.speed = message.speed;
        this.restartSpeed();
        return;
      case 'step':
        this.step(message.by);
        return;
      case 'finish':
        this.mode = this.run ? 'finishing' : 'idle';
        this.finishAtMs = message.untilMs ?? Infinity;
        return;
      case 'seek':
        this.seek(message.toMs);
        return;
      case 'intervene':
        if (!this.run) return;
        // What is done on the way to a moment is meant for that moment.
        if (this.seekingMs !== null) this.run.advance(this.seekingMs, () => true);
        this.seekingMs = null;
        this.post({ type: 'intervened', intervention: this.run.intervene(message.action) });
        this.announce();
        return;
      case 'canvas':
        this.scene.addCanvas(message.canvas);
        return;
      case 'geometry':
        this.geometry = message;
        this.scene.setGeometry(message.links, message.nodes);
        return;
      case 'view':
        this.scene.setView(message.view);
        this.paint();
        this.post({ type: 'viewed', seq: message.seq });
        return;
      case 'colours':
        this.scene.setColours(message.colours, message.reducedMotion);
        return;
      case 'select':
        this.selected = message.target;
        this.shownStates = '';
        if (message.target) onceAnswering(() => this.showStatecharts());
        return;
      default:
        onceAnswering(() => this.answer(message));
        return;
    }
  }

  /** Whether it is to get somewhere as soon as it can, rather than in step with the clock. */
  get isHurrying(): boolean {
    return this.mode === 'finishing' || this.seekingMs !== null;
  }

  /** One frame of the page's time: goes on, paints, and reports now and then. */
  frame(): void {
    const now = this.clock();
    const elapsed = Math.min(now - (this.lastFrameAt ?? now), LONGEST_FRAME_MS);
    this.lastFrameAt = now;
    if (this.seekingMs !== null) this.approach(this.seekingMs);
    else if (this.mode === 'playing') this.play(elapsed);
    else if (this.mode === 'finishing') this.advance(this.finishAtMs, FINISH_BUDGET_MS);
    this.paint();
    this.report(now);
  }

  private answer(question: Question): void {
    const answer = this.run && answersOf(this.run)?.to(question);
    if (answer) this.post(answer);
  }

  private load(message: Extract<ToWorker, { type: 'load' }>): void {
    const { scenario } = message;
    this.mode = 'idle';
    this.seekingMs = null;
    this.scene.setWorld(
      scenario.links.map((link) => link.id),
      scenario.nodes.map((node) => node.id),
    );
    if (this.geometry) this.scene.setGeometry(this.geometry.links, this.geometry.nodes);
    this.run?.close();
    try {
      this.run = new Run(scenario, this.behaviours, this.scene.fold);
    } catch (error) {
      this.run = null;
      const expected = error instanceof Error ? error.message : String(error);
      this.post({ type: 'refused', issues: [{ path: '', expected, received: 'a scenario that cannot be built' }] });
      return;
    }
    const untilMs = message.untilMs ?? 0;
    this.run.advance(untilMs, () => true);
    this.restartSpeed();
    this.post({ type: 'loaded', atMs: this.run.nowMs });
    this.announce();
  }

  private play(elapsedMs: number): void {
    if (!this.run) return;
    this.advance(this.run.nowMs + elapsedMs * this.speed, FRAME_BUDGET_MS);
  }

  /** Goes on as far as the budget allows: a slow machine slows virtual time down, and never skips an event. */
  private advance(untilMs: number, budgetMs: number): void {
    const { run } = this;
    if (!run) return;
    const deadline = this.clock() + budgetMs;
    const progress = run.advance(untilMs, () => this.clock() < deadline);
    this.behind = progress.status === 'paused' && this.mode === 'playing';
    this.news = true;
    if (progress.status === 'stopped') {
      this.mode = 'idle';
      this.announce();
      const { limit, atMost, node } = progress;
      this.post({ type: 'stopped', atMs: run.nowMs, limit, atMost, node });
    } else if (progress.status === 'reached' && run.nowMs >= Math.min(run.endMs, this.ending)) {
      this.mode = 'idle';
      this.announce();
      this.post({ type: 'finished', atMs: run.nowMs });
    }
  }

  private get ending(): number {
    return this.mode === 'finishing' ? this.finishAtMs : Infinity;
  }

  private seek(toMs: number): void {
    const { run } = this;
    if (!run) return;
    if (this.mode === 'finishing') this.mode = 'idle';
    if (toMs < run.nowMs) {
      run.rewind(toMs);
      this.scene.reset(run.nowMs);
    }
    this.seekingMs = toMs;
    this.approach(toMs);
  }

  /** Goes on towards a moment; the page sees how far it got. */
  private approach(toMs: number): void {
    const { run } = this;
    if (!run) return;
    const deadline = this.clock() + FINISH_BUDGET_MS;
    const progress = run.advance(toMs, () => this.clock() < deadline);
    if (progress.status === 'paused') {
      this.news = true;
      return;
    }
    this.seekingMs = null;
    this.restartSpeed();
    this.announce();
  }

  private step(by: 'event' | 'request'): void {
    const { run } = this;
    if (!run) return;
    this.mode = 'idle';
    const deadline = this.clock() + STEP_BUDGET_MS;
    const more = run.step(by, () => this.clock() < deadline);
    this.announce();
    if (!more) this.post({ type: 'finished', atMs: run.nowMs });
  }

  private paint(): void {
    this.scene.paint(this.run?.nowMs ?? 0, this.speed, this.clock());
  }

  /** Tells the page now what it would otherwise hear with the next tick. */
  private announce(): void {
    this.news = true;
    this.lastTickAt = -Infinity;
    this.lastMetricsAt = -Infinity;
    this.report(this.clock());
  }

  private report(now: number): void {
    const { run } = this;
    if (!run || !this.news) return;
    const rarer = this.mode === 'finishing' ? RARER : 1;
    if (now - this.lastTickAt < TICK_EVERY_MS * rarer) return;
    this.lastTickAt = now;
    this.measureSpeed(now, run);
    const tick = run.tick(this.achieved.speed, this.behind);
    this.post(tick, [tick.nodes.buffer, tick.links.buffer]);
    this.showStatecharts();
    if (now - this.lastMetricsAt >= METRICS_EVERY_MS * rarer) {
      this.lastMetricsAt = now;
      this.postMetrics(this.metrics.next(run));
    }
    this.news = this.mode !== 'idle';
  }

  private postMetrics(news: Metrics): void {
    if (news.count === 0 && news.firstWindow > 0) return;
    const columns = packColumns(news.columns);
    const [first] = Object.values(columns);
    this.post({ ...news, columns }, first ? [first.buffer] : []);
  }

  private restartSpeed(): void {
    this.achieved = { sinceWall: this.clock(), sinceVirtual: this.run?.nowMs ?? 0, speed: this.speed };
    this.behind = false;
  }

  private measureSpeed(now: number, run: Run): void {
    const { sinceWall, sinceVirtual } = this.achieved;
    if (now - sinceWall < SPEED_WINDOW_MS) return;
    const speed = (run.nowMs - sinceVirtual) / (now - sinceWall);
    this.achieved = { sinceWall: now, sinceVirtual: run.nowMs, speed };
  }

  /** Sends the statecharts of what is selected when they are others, or in other states, than the page has. */
  private showStatecharts(): void {
    if (!this.selected || !this.run) return;
    const view = answersOf(this.run)?.statecharts(this.selected);
    if (!view) return;
    const states = JSON.stringify(view.charts.map(({ state, counts, history }) => [state, counts, history]));
    if (states === this.shownStates) return;
    this.shownStates = states;
    this.post(view);
  }
}
