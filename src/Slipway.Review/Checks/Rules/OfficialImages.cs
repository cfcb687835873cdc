using System.Collections.Frozen;

namespace Slipway.Review.Checks.Rules;

/// <summary>Names that everybody reads as an image of Docker Hub.</summary>
/// <remarks>
/// Operating systems, languages and servers of https://github.com/docker-library/official-images/tree/master/library
/// that are in wide use. Only how an image of the tree reads depends on it.
/// </remarks>
internal static class OfficialImages
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "almalinux", "alpine", "amazonlinux", "archlinux", "bash", "buildpack-deps", "busybox", "caddy", "cassandra",
        "clojure", "composer", "debian", "docker", "eclipse-temurin", "elasticsearch", "elixir", "erlang", "fedora",
        "gcc", "golang", "gradle", "groovy", "haproxy", "haskell", "hello-world", "httpd", "influxdb", "julia", "kong",
        "mariadb", "maven", "memcached", "mongo", "mysql", "nginx", "node", "openjdk", "oraclelinux", "perl", "php",
        "postgres", "pypy", "python", "r-base", "rabbitmq", "redis", "registry", "rockylinux", "ruby", "rust", "swift",
        "tomcat", "traefik", "ubuntu", "vault", "wordpress", "zookeeper");

    public static bool Contains(string name) => Names.Contains(name);
}
