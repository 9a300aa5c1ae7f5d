import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN.js';
import type { Locale } from 'antd/es/locale/index.js';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerWorker } from './ui/offline.ts';
import { queryClient } from './ui/query.ts';
import { theme } from './ui/theme.ts';
import { Pages } from './ui/pages.tsx';
import './ui/base.css';
import './ui/form-page.css';

dayjs.locale('zh-cn');

// The declarations of this file read as CommonJS, the file itself is a module: its default is the locale.
const locale = zhCN as unknown as Locale;

registerWorker();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider locale={locale} theme={theme} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={queryClient}>
          <Pages />
        </QueryClientProvider>
      </ConfigProvider>
    </StrictMode>,
  );
}
