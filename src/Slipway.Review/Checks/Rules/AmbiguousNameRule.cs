using System.Collections.Frozen;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A short name of which a reader cannot tell whether the tree or Docker Hub is meant.</summary>
internal sealed class AmbiguousNameRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from use in image.Dockerfile.References

        // With a host or an owner it is plain.
        where !use.Resolved.Contains('/', StringComparison.Ordinal)
        let problem = Check(facts, use)
        where problem is not null
        select new Finding(problem, image.Name);

    private static Diagnostic? Check(CheckFacts facts, ImageReferenceUse use)
    {
        string written = Display.Text(use.Resolved);
        string name = use.Resolved.Split(':', '@')[0];
        bool isBare = name.Length == use.Resolved.Length;
        bool isOfTree = ImageName.TryParse(name, out var parsed) && facts.Catalog.Find(parsed) is not null;
        return (isBare, isOfTree) switch
        {
            (true, false) => Ambiguous(
                use,
                $"'{written}' has neither tag nor digest and is no image of this tree: it is taken from Docker Hub, "
                + "but reads like an image of the tree",
                Suggestion.For(name, facts.Catalog.ParentsFirst.Select(image => image.Name.Value)) is { } nearest
                    ? $"Write '{nearest}' if that is meant, else docker.io/library/{written} with a tag."
                    : $"Write docker.io/library/{written} with a tag, or {written} with a tag."),
            (true, true) when OfficialImages.Contains(name) => Ambiguous(
                use,
                $"'{written}' is the image of this tree, and Docker Hub has a well-known image of that name: "
                + "every other tool that reads the Dockerfile takes that one",
                $"Rename the image of the tree, or write docker.io/library/{written} with a tag if that is meant."),
            (false, true) => Ambiguous(
                use,
                $"'{written}' is taken from Docker Hub, although this tree has an image {name}",
                $"Write '{name}' for the image of the tree, else docker.io/library/{written}."),
            _ => null,
        };
    }

    private static Diagnostic Ambiguous(ImageReferenceUse use, string message, string remedy) =>
        new(CheckCodes.NameAmbiguous, message, remedy, use.Location, Severity.Warning);
}

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
