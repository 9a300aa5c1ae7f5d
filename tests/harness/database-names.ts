/** Environment variable with the owner's connection string to the tests' cluster. */
export const URL_VARIABLE = 'BIHUAN_TEST_DATABASE';
/** The database every test copies: migrated, seeded, mode `test`. */
export const TEMPLATE = 'bihuan_template';
/** Of the product's own role, in throw-away clusters only. */
export const APP_PASSWORD = 'only-for-tests';
