// What can be kept is told in one table, for the server and for this page.
export { FROM_WORDS, type PlaceFrom, type TimeFrom } from '../../../../core/file/from.ts';
export { refusedByName } from '../../../../core/file/kinds.ts';
