using System.Collections.Frozen;

namespace Slipway.Core.Edges;

/// <summary>Names that everybody reads as an image of Docker Hub.</summary>
/// <remarks>
/// Those of https://github.com/docker-library/official-images/tree/master/library, the deprecated ones included: they
/// are Docker's alone, and nobody else can publish under them. Nothing of a digest depends on it.
/// </remarks>
public static class OfficialImages
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "adminer", "aerospike", "almalinux", "alpine", "alt", "amazoncorretto", "amazonlinux", "api-firewall",
        "arangodb", "archlinux", "backdrop", "bash", "bonita", "buildpack-deps", "busybox", "caddy", "cassandra",
        "centos", "chronograf", "cirros", "clearlinux", "clefos", "clickhouse", "clojure", "composer", "consul",
        "convertigo", "couchbase", "couchdb", "crate", "dart", "debian", "docker", "drupal", "eclipse-mosquitto",
        "eclipse-temurin", "eggdrop", "elasticsearch", "elixir", "emqx", "erlang", "fedora", "flink", "fluentd",
        "friendica", "gazebo", "gcc", "geonetwork", "ghost", "golang", "gradle", "groovy", "haproxy", "haskell",
        "haxe", "hello-world", "hitch", "httpd", "hylang", "ibm-semeru-runtimes", "ibmjava", "influxdb", "irssi",
        "jenkins", "jetty", "jobber", "joomla", "jruby", "julia", "kapacitor", "kibana", "kong", "krakend",
        "lightstreamer", "liquibase", "logstash", "mageia", "mariadb", "matomo", "maven", "mediawiki", "memcached",
        "mongo", "mongo-express", "monica", "mono", "mysql", "nats", "nats-streaming", "neo4j", "neurodebian",
        "nextcloud", "nginx", "node", "notary", "nuxeo", "odoo", "open-liberty", "openjdk", "opensuse", "oraclelinux",
        "orientdb", "percona", "perl", "photon", "php", "phpmyadmin", "plone", "postfixadmin", "postgres", "pypy",
        "python", "r-base", "rabbitmq", "rakudo-star", "redis", "redmine", "registry", "rethinkdb", "rocket.chat",
        "rockylinux", "ros", "rqlite", "ruby", "rust", "sapmachine", "silverpeas", "sl", "solr", "sonarqube",
        "sourcemage", "spark", "spiped", "storm", "swarm", "swift", "swipl", "teamspeak", "telegraf", "thrift",
        "tomcat", "tomee", "traefik", "ubuntu", "unit", "valkey", "varnish", "vault", "websphere-liberty", "wordpress",
        "xwiki", "yourls", "znc", "zookeeper");

    public static bool Contains(string name) => Names.Contains(name);
}
