/** Environment variable in which the setup tells the tests where the products are: JSON of `RunningProduct[]`, or of one. */
export const PRODUCT_VARIABLE = 'BIHUAN_TEST_PRODUCT';

/** An installation that scenario and browser tests share. */
export interface RunningProduct {
  url: string;
  /** Password of every demo account. */
  password: string;
  /** Of the database's owner: for looking behind the pages, and for what no page offers (a second group). */
  ownerDatabaseUrl: string;
  /** Token of the 12345 platform. */
  hotlineToken: string;
  gatewayAddress: string;
  dataDir: string;
}
