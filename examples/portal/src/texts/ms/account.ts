import type { Texts } from '../texts.ts';

export const account: Texts['account'] = {
  login: {
    title: 'Log masuk',
    lead: 'Lihat polisi, tuntutan dan surat anda.',
    wrong: 'Nama pengguna dan kata laluan itu tidak sepadan. Semak kedua-duanya dan cuba lagi.',
    demoHeading: 'Akaun demonstrasi',
    demoMember: 'Seorang ahli',
    demoMarketing: 'Kakitangan pemasaran',
    cookie:
      'Log masuk menetapkan satu kuki, yang hilang apabila anda menutup pelayar atau log keluar.',
  },
  title: 'Akaun saya',
  welcome: (name: string): string => `Selamat datang, ${name}`,
  signInHeading: 'Log masuk ini',
  since: 'Log masuk pada',
  from: 'Alamat internet',
  notYou: 'Bukan anda? Log keluar dan hubungi bantuan.',
  policyHeading: 'Polisi anda',
  plan: 'Pelan',
  planName: 'Pelan panel, klinik dan hospital',
  claimsHeading: 'Tuntutan anda',
  noClaims: 'Anda belum menghantar tuntutan sejak portal dimulakan.',
  lettersHeading: 'Surat jaminan anda',
  noLetters: 'Anda belum meminta surat sejak portal dimulakan.',
  marketing: {
    heading: 'Papan pemuka trafik',
    body: 'Berapa banyak lawatan ke portal ini, dari mana datangnya dan halaman mana yang dibaca. Hanya jumlah keseluruhan yang ditunjukkan, tidak sekali-kali seorang individu.',
    link: 'Buka papan pemuka',
  },
};
