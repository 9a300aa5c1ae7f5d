import type { ThemeConfig } from 'antd';

/** One accent colour (a blue with 6.9:1 on white), small radii, dense controls. Red and amber are for deadlines only. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#17579e',
    colorLink: '#17579e',
    colorLinkHover: '#0f3f75',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorSuccess: '#1d6b3a',
    colorText: '#1c2430',
    colorTextSecondary: '#4b5565',
    colorTextDescription: '#4b5565',
    colorTextPlaceholder: '#667085',
    colorTextDisabled: '#667085',
    colorBorder: '#aeb6c2',
    colorBorderSecondary: '#d9dde3',
    borderRadius: 3,
    fontSize: 14,
    motion: false,
    fontFamily:
      '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,-apple-system,"Segoe UI",sans-serif',
  },
};
