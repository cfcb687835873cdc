using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Dialects.Gecko;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Gecko;

/// <summary>What gecko refuses is an error with a code, a file and a line; the others stay.</summary>
public sealed class RefusalTests
{
    private const string DebpkgFile = "taskcluster/docker/debpkg/Dockerfile";

    /// <summary>A change, the code of the refusal, and the text of the line that it is about.</summary>
    public static TheoryData<string, string, string, int, string, string> Cases => new()
    {
        // An image's packages name one that the kind packages lacks.
        { GeckoCase.KindFile, "- ub24-eps", "- nope", 1118, GeckoCase.KindFile, "nope" },
        { GeckoCase.KindFile, "    - packages\n", "    - other\n", 1118, GeckoCase.KindFile, "ub24-eps" },
        // An image whose parent has cache: false, or does not exist.
        { GeckoCase.KindFile, "parent: build", "parent: scrap", 1116, GeckoCase.KindFile, "parent: scrap" },
        { GeckoCase.KindFile, "parent: build", "parent: nothing", 1106, GeckoCase.KindFile, "parent: nothing" },
        // The builder has cache: false.
        { GeckoCase.KindFile, "I(ib)\n", "I(ib)\n        cache: no\n", 1116, GeckoCase.KindFile, "arm64:" },
        // An image for arm64, and no builder for it.
        { GeckoCase.KindFile, "image_builder_arm64:", "other_builder:", 1117, GeckoCase.KindFile, "debian12-arm64-" },
        { GeckoCase.KindFile, "image_builder:", "other_builder:", 1117, GeckoCase.KindFile, "arm64:" },
        // Packages are put into the arguments when the context is made.
        {
            "taskcluster/docker/base/Dockerfile", "ARG DOCKER_IMAGE_PACKAGES", "# %ARG DOCKER_IMAGE_PACKAGES", 1125,
            "taskcluster/docker/base/Dockerfile", "# %ARG DOCKER_IMAGE_PACKAGES"
        },
        { GeckoCase.KindFile, "I(check)", "Zz(check)", 1164, GeckoCase.KindFile, "Zz(check)" },
        { GeckoCase.DebianFile, "Deb(alpha)", "Zz(alpha)", 1164, GeckoCase.DebianFile, "Zz(alpha)" },
        { GeckoCase.DebianFile, "patch: alpha.diff", "patch: gone.diff", 1222, GeckoCase.DebianFile, "gone.diff" },
        { GeckoCase.DebianFile, "patch: alpha.diff", "patch: ../../../x", 1222, GeckoCase.DebianFile, "../../../x" },
        { GeckoCase.DebianFile, "dist: bookworm}", "dist: plucky}", 1165, GeckoCase.DebianFile, "plucky" },
        { GeckoCase.DebianFile, "dist: bookworm}", "dist: noble}", 1165, GeckoCase.DebianFile, "noble" },
        { GeckoCase.DebianFile, "dist: bookworm}", "dist: trixie}", 1169, GeckoCase.DebianFile, "deb12-alpha" },
        { DebpkgFile, "RUN apt-get", "VOLUME [\"/x\"]\nRUN apt-get", 1166, DebpkgFile, "VOLUME" },
        {
            "taskcluster/docker/image_builder/Dockerfile", "VOLUME /workspace", "  VOLUME \t[\"/x\"]", 1166,
            "taskcluster/docker/image_builder/Dockerfile", "VOLUME"
        },
        // The schema of images.
        { GeckoCase.KindFile, "        symbol: I(check)\n", "", 1163, GeckoCase.KindFile, "parent: build" },
        { GeckoCase.KindFile, "symbol: I(check)", "symbol: 7", 1163, GeckoCase.KindFile, "symbol: 7" },
        { GeckoCase.KindFile, "symbol: I(check)", "symbol: I(check", 1163, GeckoCase.KindFile, "symbol: I(check" },
        { GeckoCase.DebianFile, "Deb(alpha)", "Deb(alpha)x", 1163, GeckoCase.DebianFile, "Deb(alpha)x" },
        { GeckoCase.KindFile, "parent: build", "parnet: build", 1163, GeckoCase.KindFile, "parnet" },
        { GeckoCase.KindFile, "ARCH: arm64", "ARCH: 64", 1163, GeckoCase.KindFile, "ARCH: 64" },
        { GeckoCase.KindFile, "ARCH: arm64", "ARCH: on", 1163, GeckoCase.KindFile, "ARCH: on" },
        { GeckoCase.KindFile, "cache: false", "cache: 'false'", 1163, GeckoCase.KindFile, "cache: 'false'" },
        { GeckoCase.KindFile, "[git]", "[git, svn]", 1163, GeckoCase.KindFile, "svn" },
        { GeckoCase.KindFile, "[git]", "git", 1163, GeckoCase.KindFile, "run-on-repo-type" },
        { GeckoCase.KindFile, "            - ub24-eps", "            - {}", 1163, GeckoCase.KindFile, "- {}" },
        { GeckoCase.KindFile, "type: generic", "type: special", 1163, GeckoCase.KindFile, "special" },
        { GeckoCase.KindFile, "rank: by-tier", "rank: first", 1163, GeckoCase.KindFile, "rank: first" },
        { GeckoCase.KindFile, "product: widget", "produce: widget", 1163, GeckoCase.KindFile, "produce" },
        // Those of packages.
        { GeckoCase.DebianFile, "patch: alpha.diff", "pach: alpha.diff", 1163, GeckoCase.DebianFile, "pach" },
        { GeckoCase.DebianFile, "resolver: aptitude", "resolver: apt", 1163, GeckoCase.DebianFile, "resolver: apt" },
        { GeckoCase.DebianFile, "packages: [deb12-gamma", "packages: [1", 1163, GeckoCase.DebianFile, "[1," },
        { GeckoCase.DebianFile, "packages: [deb12-gamma", "packages: [gone", 1118, GeckoCase.DebianFile, "[gone," },
        { GeckoCase.DebianFile, "alpha_1.0-2.dsc", "alpha.dsc", 1163, GeckoCase.DebianFile, "alpha.dsc" },
        { GeckoCase.DebianFile, "description: beta", "descriptiom: beta", 1163, GeckoCase.DebianFile, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused_at_its_line(
        string file, string old, string replacement, int code, string where, string line)
    {
        var tree = GeckoCase.Changed((file, old, replacement));

        var problem = tree.Refusals().First(problem => problem.Code.Number == code);

        Assert.Equal(where, problem.Location?.File);
        if (line.Length > 0)
        {
            Assert.Contains(line, LineOf(tree, problem), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Behind_another_loader_nothing_is_called_missing()
    {
        var read = GeckoCase.Changed(
            (GeckoCase.KindFile, "taskgraph.loader.transform:loader", "other.loader:loader"),
            (GeckoCase.KindFile, "parent: build", "parent: made-elsewhere")).Read();

        Assert.DoesNotContain(read.Diagnostics, problem => problem.Severity == Severity.Error);
        var left = Assert.Single(read.Catalog.Unfit, image => image.Name == "check");
        Assert.True(left.IsLeftOut);
        var reason = Assert.Single(left.Diagnostics);
        Assert.Contains("the loader 'other.loader:loader'", reason.Message, StringComparison.Ordinal);
        Assert.Contains("'scheme: gecko'", reason.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_on_one_of_another_architecture_is_told_to_say_arch()
    {
        var tree = GeckoCase.Changed((GeckoCase.KindFile, "symbol: I(build)", "symbol: I(build)\n        arch: arm64"));

        var problem = tree.Read().Diagnostics.First(found => found.Code == EdgeCodes.ParentPlatform);

        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.StartsWith(
            "Give both the same 'arch:' below 'tasks:' in kind.yml,", problem.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("slipway.yml", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_nothing_to_do_with_a_refusal_has_its_digest()
    {
        var tree = GeckoCase.Changed((GeckoCase.DebianFile, "patch: alpha.diff", "patch: gone.diff"));
        var whole = GeckoCase.Tree().Digests();

        var left = tree.Digests();

        Assert.Equal(
            ["build", "check", "debian12-base", "packages-deb12-alpha", "packages-deb12-delta"],
            whole.Keys.Except(left.Keys).Order(StringComparer.Ordinal));
        Assert.All(left, pair => Assert.Equal(whole[pair.Key], pair.Value));
    }

    [Fact]
    public void A_pushed_toolchain_may_need_what_is_not_cached()
    {
        var tree = GeckoCase.Changed((GeckoCase.KindFile, "parent: build", "parent: scrap"));

        var reading = tree.Read(project: "toolchains");

        Assert.DoesNotContain(reading.Diagnostics, problem => problem.Severity == Severity.Error);
        Assert.False(reading.Catalog.Image("check").IsCached);
        Assert.True(reading.Catalog.Image("build").IsCached);
    }

    private static string LineOf(InMemorySourceTree tree, Diagnostic problem)
    {
        var place = problem.Location!.Value;
        using var stream = tree.OpenRead(Model.Values.RelativePath.Parse(place.File));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')[place.Line - 1];
    }
}
