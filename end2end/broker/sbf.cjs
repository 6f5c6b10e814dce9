// A broker on the npm package @sap/sbf, whose hooks only answer and remember nothing. It has to lie beside its packages:
//
//     npm install --prefix DIR; cp end2end/broker/sbf.cjs DIR; PORT=5001 node DIR/sbf.cjs catalog.json
//
// where DIR/package.json is the one of docs/brokers.md. User and password are broker and secret.

const Broker = require('@sap/sbf')

const reply = (answer) => (params, callback) => callback(null, answer)

const broker = new Broker({
  catalog: require('node:path').resolve(process.argv[2]),
  brokerCredentials: { broker: 'secret' },
  autoCredentials: false,
  enableAuditLog: false,
  hooks: {
    onProvision: (params, callback) =>
      callback(null, { dashboard_url: `https://service.example/${encodeURIComponent(params.instance_id)}` }),
    onUpdate: reply({}),
    onDeprovision: reply({}),
    onBind: (params, callback) => callback(null, { credentials: { token: params.binding_id } }),
    onUnbind: reply({}),
  },
})
broker.start().on('listening', () => console.log('listening'))
