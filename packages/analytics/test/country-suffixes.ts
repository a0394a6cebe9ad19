const words = (line: string): string[] => line.split(' ');

/** The suffixes under which Google's search is reached, as Google lists them (google.com/supported_domains). */
export const GOOGLE_SUFFIXES: readonly string[] = [
  ...words(
    'ac ad ae am as at az ba be bf bg bi bj bs by ca cat cc cd cf cg ch ci cl cm cn co.bw co.ck co.cr',
  ),
  ...words(
    'co.id co.il co.in co.jp co.ke co.kr co.ls co.ma co.mz co.nz co.th co.tz co.ug co.uk co.uz co.ve',
  ),
  ...words(
    'co.vi co.za co.zm co.zw com com.af com.ag com.ai com.ar com.au com.bd com.bh com.bn com.bo',
  ),
  ...words(
    'com.br com.by com.bz com.co com.cu com.cy com.do com.ec com.eg com.et com.fj com.gh com.gi',
  ),
  ...words(
    'com.gt com.hk com.jm com.kh com.kw com.lb com.lc com.ly com.mt com.mx com.my com.na com.nf',
  ),
  ...words(
    'com.ng com.ni com.np com.om com.pa com.pe com.ph com.pk com.pr com.py com.qa com.sa com.sb',
  ),
  ...words(
    'com.sg com.sl com.sv com.tj com.tn com.tr com.tw com.ua com.uy com.vc com.vn cv cz de dj dk dm',
  ),
  ...words(
    'dz ee es fi fm fr ga gd ge gf gg gl gm gp gr gy hn hr ht hu ie im io iq is it it.ao je jo kg ki',
  ),
  ...words(
    'kz la li lk lt lu lv md me mg mk ml mn ms mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se',
  ),
  ...words('sh si sk sm sn so st td tg tk tl tm tn to tt us vg vu ws'),
];
