import http from 'node:http';
import { join } from 'node:path';
import { suite } from '@emas/suite';
import flash from 'connect-flash';
import express from 'express';
import methodOverride from 'method-override';
import passport from 'passport';
import { Server } from 'socket.io';
import { passwords } from '../routes/passwords.js';
import { visits } from '../routes/visits.js';

const { CDN, PORT = '3000' } = process.env;
const app = express();

const emas = suite({
  session: { saveUninitialized: false },
  hardening: {
    needs: { images: [CDN] },
    maxBodyBytes: { '/scans': 20_971_520, '/api/visits': 2_097_152 },
  },
});
const { logger } = emas;
emas.mount(app);

app.set('view engine', 'ejs');
app.set('views', join(import.meta.dirname, 'views'));
app.use(express.static(join(import.meta.dirname, 'public')));
app.use(express.urlencoded({ extended: false }));
app.use(express.json({ limit: '2mb' }));
app.use(methodOverride('_method'));
app.use(flash());

passport.use(passwords);
passport.serializeUser((user, done) => done(null, user.username));
passport.deserializeUser((username, done) => done(null, { username }));
app.use(passport.initialize());
app.use(passport.session());

app.get('/', (req, res) => {
  const messages = [...req.flash('error'), ...req.flash('notice')];
  res.render('home', { cdn: CDN, messages, user: req.user?.username ?? 'nobody' });
});
app.post(
  '/login',
  emas.loginGuard({ outcome: { failure: { redirect: '/' } } }),
  passport.authenticate('local', { failureRedirect: '/', failureFlash: true }),
  async (req, res) => {
    await req.emas.session.signIn(req.user.username);
    res.redirect('/');
  },
);
app.post('/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect('/')));
});
app.use('/api', emas.rateLimit({ name: 'api', limit: 20 }));
app.use(visits());

app.use((req, res) => res.status(404).send('The clinic has no such page.'));
app.use((error, _req, res, _next) => {
  logger.error(error.message);
  res.status(error.status ?? 500).send('Something broke at the clinic.');
});

const server = emas.serve(http.createServer(app));
const io = new Server(server);
io.engine.use(emas.handshake(app));
io.on('connection', (socket) => {
  socket.emit('hello', socket.request.session.passport?.user ?? 'nobody');
});
server.listen(PORT, () => {
  process.stdout.write(`http://localhost:${server.address().port}/\n`);
});
