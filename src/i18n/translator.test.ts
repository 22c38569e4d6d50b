import { describe, expect, it } from 'vitest';
import { createTranslator } from './translator';

const russian = createTranslator('ru', {
  common: {
    action: { close: 'Закрыть' },
    greeting: 'Привет, {{name}}!',
    events_one: '{{count}} событие',
    events_few: '{{count}} события',
    events_many: '{{count}} событий',
    events_other: '{{count}} события',
  },
  'kind.load-balancer': { name: 'Балансировщик' },
});

describe('a text', () => {
  it('is found by its key, in its namespace', () => {
    expect(russian.text('action.close')).toBe('Закрыть');
    expect(russian.text('kind.load-balancer:name')).toBe('Балансировщик');
  });

  it('takes the form that the number asks for', () => {
    expect([1, 3, 5, 21, 1.5].map((count) => russian.text('events', { count }))).toEqual([
      '1 событие',
      '3 события',
      '5 событий',
      '21 событие',
      '1.5 события',
    ]);
  });

  it('shows values as they are: whatever a visitor typed is not read as a pattern', () => {
    expect(russian.text('greeting', { name: '{{count}} $& <b>' })).toBe('Привет, {{count}} $& <b>!');
  });

  it('that is missing shows its key, and can be asked for', () => {
    expect(russian.text('no.such')).toBe('no.such');
    expect(russian.text('action')).toBe('action');
    expect(russian.has('no.such')).toBe(false);
    expect(russian.has('constructor.name')).toBe(false);
    expect(russian.has('kind.nobody:name')).toBe(false);
    expect(russian.has('action.close')).toBe(true);
  });

  it('that comes later is there for whoever asks from then on', () => {
    const english = createTranslator('en', {
      common: { action: { close: 'Close' } },
      'kind.service': { name: 'Service' },
    });
    const { text } = english;
    expect(text('field.add')).toBe('field.add');
    english.add({ common: { field: { add: 'Add' } }, 'kind.client': { name: 'Client' } });
    expect([text('field.add'), text('action.close')]).toEqual(['Add', 'Close']);
    expect([text('kind.service:name'), text('kind.client:name')]).toEqual(['Service', 'Client']);
  });
});
