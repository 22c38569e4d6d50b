import type { SceneView } from '../worker/protocol';
import type { Flights } from './flights';
import type { Geometry } from './geometry';
import { Melting } from './melting';
import { LONGEST_ROW, Meters } from './meters';
import { type Sheet, SUBPIXELS, TRAIL_LENGTH } from './sheet';
import type { Stamp } from './stamp';
import type { Surface } from './surface';
import { STEPS, Tracks } from './tracks';
import type { Travellers } from './travellers';

/** The moment to be painted. */
export interface Moment {
  /** Virtual ms. */
  readonly playheadMs: number;
  readonly sceneMs: number;
  /** Virtual ms per wall-clock ms. */
  readonly pace: number;
  readonly reducedMotion: boolean;
}

/** With more than this many travellers, trails would only be fog; they come back once it is well below. */
const MOST_WITH_TRAIL = 700;
const FEW_ENOUGH_FOR_TRAIL = 500;
/** With more than this many, soft edges cost more time than a frame has, and are not seen. */
const CROWD = 4_000;
const CROWD_IS_OVER = 3_000;
/** How far from the ends of a link its failures are shown, canvas units: beside the node, not beneath it. */
const DOORSTEP = 16;
/** Where a row of marks begins, canvas units from where its lane does: clear of bursts, and of the label in the middle. */
const ROW_START = 32;
/** The age in which bursts stay for those who asked for less motion. */
const STILL_AGE = 0.4;

/** Paints a moment of the flights on a surface, by writing pixels. */
export class Painter {
  private readonly melting = new Melting();
  private readonly meters = new Meters();
  private readonly tracks: Tracks;
  /** Where the next stamp goes, in pixels; before it is located, how far along its lane and how far aside. */
  private readonly spot: Float64Array;
  private surface: Surface | null = null;
  private sheet: Sheet | null = null;
  private view: SceneView = { x: 0, y: 0, scale: 1, width: 0, height: 0, dotRadius: 3 };
  private drawn = 0;
  private withTrail = true;
  private crowded = false;

  constructor(
    private readonly geometry: Geometry,
    private readonly flights: Flights,
  ) {
    this.tracks = new Tracks(geometry);
    this.spot = this.tracks.spot;
  }

  setWorld(links: number): void {
    this.melting.setWorld(links);
    this.meters.setWorld(links);
    this.tracks.setWorld(links);
  }

  paint(surface: Surface, sheet: Sheet, view: SceneView, moment: Moment): void {
    this.surface = surface;
    this.sheet = sheet;
    this.view = view;
    this.tracks.follow(view);
    const { flights, dots, travelMs } = this.flights;
    const { playheadMs, sceneMs, pace } = moment;
    flights.sweep(playheadMs);
    dots.sweep(sceneMs);
    this.melting.update(travelMs, pace, flights, playheadMs, this.geometry.lengths, view.dotRadius / view.scale);
    surface.begin();
    if (moment.reducedMotion) {
      this.meters.update(dots, sceneMs);
      this.paintMeters();
    } else {
      this.withTrail = this.drawn <= (this.withTrail ? MOST_WITH_TRAIL : FEW_ENOUGH_FOR_TRAIL);
      this.crowded = this.drawn > (this.crowded ? CROWD_IS_OVER : CROWD);
      this.drawn = 0;
      this.paintTravellers(dots, sceneMs, true);
      if (this.crowded) this.paintCrowd(surface, sheet, playheadMs);
      else this.paintTravellers(flights, playheadMs, false);
    }
    this.paintBursts(sceneMs, moment.reducedMotion);
  }

  /** Paints those on links that have melted, or those on links that have not. */
  private paintTravellers(travellers: Travellers, now: number, melted: boolean): void {
    const { lane, sprite, size, lost, aside, start, end, count } = travellers;
    const { geometry, melting, spot } = this;
    for (let i = 0; i < count; i++) {
      const link = lane[i] >> 1;
      if (start[i] > now || end[i] <= now || melting.has(link) !== melted) continue;
      const length = geometry.lengths[link];
      if (length === 0) continue;
      const way = lost[i] === 1 ? 0.5 : 1;
      const share = ((now - start[i]) / (end[i] - start[i])) * way;
      if (this.withTrail && size[i] === 0) this.paintTrail(lane[i], sprite[i], share, aside[i], length);
      spot[0] = share;
      spot[1] = aside[i];
      this.tracks.locate(lane[i]);
      if (this.crowded) this.stampPlain(sprite[i], size[i]);
      else this.stampFine(false, sprite[i], size[i]);
      this.drawn++;
    }
  }

  /**
   * The same of flights when there are many: each in one colour, to the nearest pixel. They all keep to their lanes, and are
   * located in line: handing numbers over and back takes a third of the time of thousands.
   */
  private paintCrowd(surface: Surface, sheet: Sheet, now: number): void {
    const { lane, sprite, size, lost, start, end, count } = this.flights.flights;
    const { geometry, melting, tracks } = this;
    const { points } = tracks;
    let drawn = 0;
    for (let i = 0; i < count; i++) {
      const link = lane[i] >> 1;
      if (start[i] > now || end[i] <= now || melting.has(link) || geometry.lengths[link] === 0) continue;
      const share = (now - start[i]) / (end[i] - start[i]);
      const reach = (lost[i] === 1 ? 0.5 * share : share) * STEPS;
      const point = Math.min(STEPS - 1, Math.floor(reach));
      const part = reach - point;
      const at = tracks.begin(lane[i]) + 2 * point;
      const x = points[at] + (points[at + 2] - points[at]) * part;
      const y = points[at + 1] + (points[at + 3] - points[at + 1]) * part;
      const stamp = sheet.plain(sprite[i], size[i]);
      const half = stamp.size / 2 - 0.5;
      surface.blit(stamp, Math.floor(x - half), Math.floor(y - half));
      drawn++;
    }
    this.drawn += drawn;
  }

  private paintTrail(lane: number, sprite: number, share: number, aside: number, length: number): void {
    if (!this.sheet) return;
    const { dotRadius, scale } = this.view;
    const gap = (dotRadius * 0.95) / scale / length;
    for (let step = TRAIL_LENGTH - 1; step >= 0; step--) {
      const behind = share - gap * (step + 1);
      if (behind <= 0) continue;
      this.spot[0] = behind;
      this.spot[1] = aside;
      this.tracks.locate(lane);
      this.stampFine(true, sprite, step);
    }
  }

  private paintMeters(): void {
    const { rows, lengths } = this.meters;
    const spacing = (this.view.dotRadius * 3) / this.view.scale;
    for (let lane = 0; lane < lengths.length; lane++) {
      const length = this.geometry.lengths[lane >> 1];
      if (length === 0) continue;
      for (let place = 0; place < lengths[lane]; place++) {
        const share = (ROW_START + place * spacing) / length;
        if (share > 0.9) break;
        this.spot[0] = share;
        this.spot[1] = this.view.dotRadius / this.view.scale;
        this.tracks.locate(lane);
        this.stampFine(false, rows[lane * LONGEST_ROW + place], 0);
      }
    }
  }

  private paintBursts(sceneMs: number, still: boolean): void {
    const { bursts } = this.flights;
    const { geometry, spot } = this;
    for (let link = 0; link < geometry.lengths.length; link++) {
      const length = geometry.lengths[link];
      if (length === 0) continue;
      const step = Math.min(0.4, DOORSTEP / length);
      for (let part = 0; part < 3; part++) {
        const place = link * 3 + part;
        if (!bursts.burns(place, sceneMs)) continue;
        spot[0] = part === 0 ? step : part === 1 ? 0.5 : 1 - step;
        spot[1] = 0;
        geometry.locate(link, spot);
        this.paintBurst(place, sceneMs, still);
      }
    }
    for (let node = 0; node < geometry.nodeX.length; node++) {
      const place = bursts.atNode(node);
      if (!bursts.burns(place, sceneMs) || Number.isNaN(geometry.nodeX[node])) continue;
      spot[0] = geometry.nodeX[node];
      spot[1] = geometry.nodeY[node];
      this.paintBurst(place, sceneMs, still);
    }
  }

  private paintBurst(place: number, sceneMs: number, still: boolean): void {
    const { x, y, scale } = this.view;
    this.spot[0] = (this.spot[0] - x) * scale;
    this.spot[1] = (this.spot[1] - y) * scale;
    for (const which of [1, 0] as const) {
      const age = this.flights.bursts.age(place, which, sceneMs);
      if (age < 0 || age >= 1 || !this.sheet) continue;
      this.stamp(this.sheet.burst(still ? STILL_AGE : age));
    }
  }

  private stampPlain(sprite: number, size: number): void {
    if (this.sheet) this.stamp(this.sheet.plain(sprite, size));
  }

  /** Puts a sprite, or an echo of it, at the spot, to a quarter of a pixel. */
  private stampFine(echo: boolean, sprite: number, which: number): void {
    if (!this.sheet || !this.surface) return;
    const column = Math.floor(this.spot[0] * SUBPIXELS + 0.5);
    const row = Math.floor(this.spot[1] * SUBPIXELS + 0.5);
    const x = Math.floor(column / SUBPIXELS);
    const y = Math.floor(row / SUBPIXELS);
    const stamp = echo
      ? this.sheet.trail(sprite, which, column - x * SUBPIXELS, row - y * SUBPIXELS)
      : this.sheet.sprite(sprite, which, column - x * SUBPIXELS, row - y * SUBPIXELS);
    this.surface.blit(stamp, x - stamp.size / 2, y - stamp.size / 2);
  }

  /** Puts a stamp at the spot, to the nearest pixel. */
  private stamp(stamp: Stamp): void {
    const half = stamp.size / 2;
    this.surface?.blit(stamp, Math.floor(this.spot[0] + 0.5) - half, Math.floor(this.spot[1] + 0.5) - half);
  }
}
