import { lazy } from 'react';

/** The form with all its parts, fetched when a page first shows one; one for all pages, so that it is waited for once. */
export const FormHost = lazy(() => import('./form-host.tsx'));
