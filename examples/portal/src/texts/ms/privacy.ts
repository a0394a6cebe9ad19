import type { Texts } from '../texts.ts';

export const privacy: Texts['privacy'] = {
  title: 'Notis privasi',
  lead: 'Apa yang dicatat oleh portal ini tentang anda, sebabnya, dan apa yang boleh anda lakukan. Notis ini ditulis supaya mudah dibaca, dan menepati apa yang benar-benar dilakukan oleh portal.',
  complain: {
    heading: 'Jika anda tidak berpuas hati',
    body: 'Tulis kepada kami dahulu; kebanyakan perkara selesai dengan cara itu. Anda juga boleh mengadu kepada Pesuruhjaya Perlindungan Data Peribadi pada bila-bila masa.',
    support: 'Hubungi bantuan',
    commissioner: 'Jabatan Perlindungan Data Peribadi',
  },
};
