import type { StateStorage } from 'zustand/middleware';

/** localStorage where the browser allows it; elsewhere, and when it is full, nothing is kept and nothing breaks. */
export const quietLocalStorage: StateStorage = {
  getItem: (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  setItem: (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // What cannot be kept lasts as long as the page.
    }
  },
  removeItem: (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // Then it was not kept either.
    }
  },
};
