/** What a share link's fragment begins with; the number is the version of the packing. */
export const SHARE_PREFIX = /^s(\d{1,4})\./;

/** Whether a fragment (or an address that ends with one) is meant as a share link, readable or not. */
export const isShareLink = (link: string): boolean => SHARE_PREFIX.test(link.slice(link.lastIndexOf('#') + 1));
