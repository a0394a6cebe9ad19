import http from 'node:http';
import { join } from 'node:path';
import flash from 'connect-flash';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import methodOverride from 'method-override';
import passport from 'passport';
import { Server } from 'socket.io';
import winston from 'winston';
import { passwords } from '../routes/passwords.js';
import { visits } from '../routes/visits.js';

const { CDN, PORT = '3000', SESSION_SECRET = 'for this example alone, at home 42' } = process.env;
const app = express();
const logger = winston.createLogger({ transports: [new winston.transports.Console()] });

app.set('view engine', 'ejs');
app.set('views', join(import.meta.dirname, 'views'));
app.use(helmet({ contentSecurityPolicy: false }));
app.use(express.urlencoded({ extended: false }));
app.use(express.json({ limit: '2mb' }));
app.use(methodOverride('_method'));
const sessions = session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false });
app.use(sessions);
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
  passport.authenticate('local', { failureRedirect: '/', failureFlash: true }),
  (_req, res) => res.redirect('/'),
);
app.post('/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect('/')));
});
app.use('/api', rateLimit({ windowMs: 60_000, limit: 20 }));
app.use(visits());

app.use((req, res) => res.status(404).send('The clinic has no such page.'));
app.use((error, _req, res, _next) => {
  logger.error(error.message);
  res.status(error.status ?? 500).send('Something broke at the clinic.');
});

const server = http.createServer(app);
const io = new Server(server);
io.engine.use(sessions);
io.on('connection', (socket) => {
  socket.emit('hello', socket.request.session.passport?.user ?? 'nobody');
});
server.listen(PORT, () => {
  process.stdout.write(`http://localhost:${server.address().port}/\n`);
});
