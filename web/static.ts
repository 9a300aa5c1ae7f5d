import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { pressedAssets } from './pressed.ts';

const PAGES = fileURLToPath(new URL('../dist/web/', import.meta.url));
const SWAGGER = fileURLToPath(new URL('../node_modules/swagger-ui-dist/', import.meta.url));

/** Swagger UI from its npm package; its initialiser is ours because the shipped one names another document. */
export function docs() {
  const router = express.Router();
  router.get('/swagger-initializer.js', (_, response) => {
    response
      .type('js')
      .send(
        `window.onload=()=>{window.ui=SwaggerUIBundle({url:'/api/openapi.json',dom_id:'#swagger-ui',deepLinking:true,validatorUrl:null,presets:[SwaggerUIBundle.presets.apis,SwaggerUIStandalonePreset],layout:'StandaloneLayout'})}`,
      );
  });
  router.use(express.static(SWAGGER, { index: 'index.html' }));
  return router;
}

/** The built pages; every other path is the single page, which routes by itself. */
export function pages() {
  const router = express.Router();
  router.use(pressedAssets(PAGES));
  router.use(
    express.static(PAGES, {
      index: false,
      setHeaders: (response, path) => {
        if (/[-.][\w-]{8,}\.(js|css|woff2?)$/.test(path))
          response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      },
    }),
  );
  router.use((request, response, next) => {
    // A part of the pages that is gone is missing, not the page itself.
    if (request.path.startsWith('/assets/')) return next();
    if (!['GET', 'HEAD'].includes(request.method) || !request.accepts('html')) return next();
    if (!existsSync(`${PAGES}index.html`)) {
      response
        .status(503)
        .type('text/plain; charset=utf-8')
        .send('页面尚未构建：请运行 npm start，或 npx vite build web');
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    response.sendFile('index.html', { root: PAGES });
  });
  return router;
}
