using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway init</c> on trees that others wrote for other tools, each planned afterwards.</summary>
public sealed class InitTests
{
    private const string Alpine = "FROM alpine:3.22\nCOPY . /src\n";

    /// <summary>Trees of every kind, and the images that they have then.</summary>
    public static TheoryData<string, string> Trees => new()
    {
        { "taskgraph", "base tests" },
        { "bake", "app app-base tools" },
        { "bake-json", "one two" },
        { "compose", "api web" },
        { "dockerfiles", "a app-dev b" },
        { "nested", "3.12-slim 3.13-slim" },
        { "single", "tree" },
        { "usual", "one" },
        { "configured", "one" },
        { "empty", "hello" },
    };

    [Theory]
    [MemberData(nameof(Trees))]
    public async Task A_tree_that_was_set_up_is_planned_and_has_nothing_left_to_do(string kind, string images)
    {
        using var tree = Make(kind);
        var files = tree.Files();

        var planned = await tree.RunAsync("init", "--plan");
        Assert.Equal((0, string.Empty), (planned.ExitCode, planned.Error));
        Assert.Equal(files, tree.Files());

        var run = await tree.InitAsync();
        Assert.Equal(images.Split(' '), run.Images.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(file.Value, tree.Files()[file.Key]));

        var plan = await tree.RunAsync("plan");
        Assert.True(plan.ExitCode == 0, plan.Output + plan.Error);
        Assert.All(images.Split(' '), image => Assert.Contains($" {image} ", plan.Output, StringComparison.Ordinal));

        files = tree.Files();
        Assert.Contains("Nothing to do.", (await tree.RunAsync("init")).Output, StringComparison.Ordinal);
        Assert.Equal(files, tree.Files());
    }

    [Theory]
    [InlineData("taskgraph")]
    [InlineData("usual")]
    [InlineData("configured")]
    public async Task A_tree_that_needs_no_configuration_gets_none(string kind)
    {
        using var tree = Make(kind);

        var run = await tree.InitAsync();

        Assert.DoesNotContain("slipway.yml", run.Files.Keys);
        Assert.Equal(kind, run.Kind);
    }

    [Fact]
    public async Task What_is_written_begins_with_the_schema_for_editors_which_is_there()
    {
        using var tree = Make("compose");

        await tree.RunAsync("init");

        string config = tree.Read("slipway.yml");
        Assert.StartsWith(
            "# yaml-language-server: $schema=./schema/slipway.schema.json\n", config, StringComparison.Ordinal);
        Assert.Equal(Repository.Read("schema/slipway.schema.json"), tree.Read("schema/slipway.schema.json"));
        Assert.Contains("# web of compose.yaml:2:3\n", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_of_bake_keep_their_arguments_edges_and_platforms()
    {
        using var tree = Make("bake");

        var run = await tree.InitAsync();

        string config = tree.Read("slipway.yml");
        Assert.Contains("      VERSION: \"1.0\"\n", config, StringComparison.Ordinal);
        Assert.Contains("    platform: linux/arm64\n", config, StringComparison.Ordinal);
        var list = JsonNode.Parse((await tree.RunAsync("list", "--json")).Output)!.AsArray();
        Assert.Equal("app-base", (string)list.Single(image => (string)image!["name"]! == "app")!["parents"]![0]!);
        Assert.Contains(run.LeftOut, entry => entry.StartsWith("docs: ", StringComparison.Ordinal));
        Assert.Contains(run.Notes, note => note.Contains("argument REVISION", StringComparison.Ordinal));
    }

    /// <summary>To bake, <c>local</c> is the platform of whoever builds.</summary>
    [Fact]
    public async Task A_target_for_the_platform_of_the_builder_is_one_for_that_of_the_tree()
    {
        using var tree = new StartTree()
            .Write("docker-bake.hcl", """
                target "mine" {
                  context   = "mine"
                  platforms = ["local"]
                }
                target "both" {
                  context   = "both"
                  platforms = ["local", "linux/arm64"]
                }
                """)
            .Write("mine/Dockerfile", Alpine)
            .Write("both/Dockerfile", Alpine)
            .Commit();

        var run = await tree.InitAsync();

        Assert.Equal(["both", "mine"], run.Images.Order(StringComparer.Ordinal));
        Assert.Empty(run.LeftOut);
        Assert.DoesNotContain("    platform:", tree.Read("slipway.yml"), StringComparison.Ordinal);
        Assert.Contains(run.Notes, note => note.Contains("both is built for", StringComparison.Ordinal));
        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
    }

    [Fact]
    public async Task An_image_is_not_called_like_the_one_of_a_registry_that_it_is_built_on()
    {
        using var tree = new StartTree()
            .Write("compose.yaml", "services:\n  redis: { build: cache }\n  other: { build: other }\n")
            .Write("cache/Dockerfile", "FROM redis\n")
            .Write("other/Dockerfile", "FROM redis\n")
            .Commit();

        var run = await tree.InitAsync();

        Assert.Equal(["other", "redis-image"], run.Images.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
    }

    [Fact]
    public async Task Included_files_get_a_line_each_until_they_are_many()
    {
        using var tree = new StartTree().Write("taskcluster/docker/one/Dockerfile", "# %include lib/x\nFROM scratch\n");
        tree.Write("lib/x/0", "x\n").Commit();
        Assert.Contains("\n/lib/x/0 text=auto eol=lf\n", (await tree.InitAsync()).Files[".gitattributes"],
            StringComparison.Ordinal);

        File.Delete(Path.Join(tree.Root, ".gitattributes"));
        for (int i = 0; i < 30; i++)
        {
            tree.Write($"lib/x/{i}", "x\n");
        }

        Assert.EndsWith(
            "\n/lib/** text=auto eol=lf\n/taskcluster/docker/** text=auto eol=lf\n",
            (await tree.Commit().InitAsync()).Files[".gitattributes"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_called_like_what_it_is_built_on_gets_another_name()
    {
        using var tree = new StartTree()
            .Write("d/nginx/Dockerfile", "FROM nginx\n").Write("d/web/Dockerfile", "FROM nginx\n").Commit();

        var run = await tree.InitAsync();

        Assert.Equal(["nginx-image", "web"], run.Images.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
    }

    [Theory]
    [InlineData("variable \"v0\" { default = \"text\" }\n", "variable \"vN\" { default = \"${vP}${vP}\" }\n")]
    [InlineData("target \"t0\" {}\n", "target \"tN\" { inherits = [\"tP\", \"tP\"] }\n")]
    [InlineData("", "target \"xN\" { context = DEEP }\n")]
    public async Task A_bake_file_that_grows_when_it_is_read_ends(string first, string each)
    {
        string deep = string.Concat(Enumerable.Repeat("!", 10_000)) + string.Concat(Enumerable.Repeat("\"${", 10_000));
        string blocks = string.Concat(Enumerable.Range(1, 60).Select(i => each
            .Replace("N", $"{i}", StringComparison.Ordinal)
            .Replace("DEEP", i == 1 ? deep : "\"a\"", StringComparison.Ordinal)
            .Replace("P", $"{i - 1}", StringComparison.Ordinal)));
        using var tree = new StartTree()
            .Write("docker-bake.hcl", first + blocks)
            .Write("a/Dockerfile", "FROM alpine:3.22\n")
            .Commit();

        var run = await tree.RunAsync("init");

        Assert.DoesNotContain("SLIP1006", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml", "services:\n  web:\n    build: [\n", "SLIP1011", "compose.yaml:4:1")]
    [InlineData("compose.yaml", "services: 3\n", "SLIP1013", "compose.yaml:1:11")]
    [InlineData("docker-bake.hcl", "target \"app\" {\n  context = [\"a\"\n}\n", "SLIP1026", "docker-bake.hcl:3:1")]
    [InlineData("docker-bake.hcl", "target \"app\" {\n", "SLIP1026", "docker-bake.hcl:2:1")]
    [InlineData("docker-bake.hcl", "a = \"never ends\n", "SLIP1026", "docker-bake.hcl:1:6")]
    [InlineData("docker-bake.json", "{\n\t\"target\": }\n", "SLIP1026", "docker-bake.json:2:12")]
    public async Task A_file_that_cannot_be_read_is_told_with_its_place_and_the_rest_is_used(
        string file, string content, string code, string place)
    {
        using var tree = new StartTree()
            .Write(file, content).Write("docker/app/Dockerfile", "FROM alpine:3.22\n").Commit();

        var run = await tree.RunAsync("init");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains($"{code}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"at {place}", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await tree.RunAsync("plan", "app")).ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_an_image_is_named_in_the_output_and_in_a_comment()
    {
        using var tree = new StartTree()
            .Write("compose.yaml", """
                services:
                  good: { build: good }
                  far: { build: "https://example.com/x.git" }
                  out: { build: { context: good, dockerfile: ../other/Dockerfile } }
                  gone: { build: gone }
                  set: { build: "${WHERE}" }
                  set-else: { build: "${WHERE:-good}" }
                  inline: { build: { dockerfile_inline: FROM scratch } }
                  bad: { build: bad }
                  only-used: { image: "redis:7" }
                """)
            .Write("good/Dockerfile", "FROM alpine:3.22\n")
            .Write("bad/Dockerfile", "NONSENSE\n")
            .Commit();

        var run = await tree.InitAsync();

        Assert.Equal(["good"], run.Images);
        string config = tree.Read("slipway.yml");
        foreach (string name in new[] { "far", "out", "gone", "set", "inline", "bad" })
        {
            Assert.Contains(run.LeftOut, entry => entry.StartsWith($"{name}: ", StringComparison.Ordinal));
            Assert.Contains($"#   {name} (", config, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
    }

    [Fact]
    public async Task Where_nothing_can_be_used_nothing_is_written()
    {
        using var tree = new StartTree()
            .Write("compose.yaml", "services:\n  far: { build: \"https://example.com/x.git\" }\n").Commit();
        var files = tree.Files();

        var run = await tree.RunAsync("init");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1028: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1027: far cannot be an image", run.Error, StringComparison.Ordinal);
        Assert.Equal(files, tree.Files());
    }

    [Fact]
    public async Task Names_from_elsewhere_leave_neither_their_line_nor_the_tree()
    {
        using var tree = new StartTree()
            .Write("compose.yaml", """
                services:
                  "evil\nimages: {}\u001b[31m": { build: { context: "./x\ty", args: { "A": "1\n2: \"3" } } }
                  "UPPER Case": { build: "x\ty" }
                  "../../up": { build: "../.." }
                """)
            .Write("x\ty/Dockerfile", "FROM alpine:3.22\n")
            .Commit();

        var run = await tree.RunAsync("init");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain('\u001b', run.Output + tree.Read("slipway.yml"));
        Assert.Equal(0, (await tree.RunAsync("plan")).ExitCode);
        Assert.Single(
            tree.Read("slipway.yml").Split('\n'), line => line.StartsWith("images:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_changed_and_the_lines_to_add_are_printed()
    {
        using var tree = new StartTree()
            .Write("app/Dockerfile", Alpine).Write("app/main.c", "int main;\n").Write("app/.dockerignore", "x\n")
            .Write(".gitattributes", "*.png binary\n").Write(".gitignore", "*.o\n")
            .Commit()
            .Write("app/main.o", "made\n");

        var run = await tree.RunAsync("init");

        Assert.Contains(".gitattributes is there; add these lines to it:\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    /app/** text=auto eol=lf\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "app/.dockerignore is there; add these lines to it:\n    main.o\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(("*.png binary\n", "x\n"), (tree.Read(".gitattributes"), tree.Read("app/.dockerignore")));
    }

    [Fact]
    public async Task What_git_ignores_is_kept_out_of_contexts_unless_the_Dockerfile_speaks_of_it()
    {
        using var tree = new StartTree()
            .Write("app/Dockerfile", "FROM alpine:3.22\nCOPY dist /dist\nCOPY . /src\n")
            .Write(".gitignore", "dist/\ncache/\n").Write("app/kept", "x\n")
            .Write("app/dist/x", "made\n").Write("app/cache/a", "made\n").Write("app/cache/b", "made\n")
            .Commit()
            .Write("app/new", "x\n");

        var run = await tree.InitAsync();

        Assert.EndsWith("\ncache\n", tree.Read("app/.dockerignore"), StringComparison.Ordinal);
        Assert.Contains(run.Notes, note => note.Contains("git ignores app/dist", StringComparison.Ordinal));
        Assert.Contains(run.Notes, note => note.Contains("git does not know app/new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Dockerfile_is_built_from_the_folder_that_has_what_it_copies()
    {
        using var tree = new StartTree()
            .Write("docker/Dockerfile.web", "FROM alpine:3.22\nCOPY src/main.c /\n").Write("src/main.c", "x\n")
            .Commit();

        await tree.RunAsync("init");

        Assert.Contains("    dockerfile: docker/Dockerfile.web\n", tree.Read("slipway.yml"), StringComparison.Ordinal);
        Assert.Contains("    definition: .\n", tree.Read("slipway.yml"), StringComparison.Ordinal);
        Assert.Equal(0, (await tree.RunAsync("plan", "docker-web")).ExitCode);
    }

    private static StartTree Make(string kind) => kind switch
    {
        "taskgraph" => new StartTree()
            .Write("taskcluster/config.yml", "trust-domain: test\ntaskgraph: {}\n")
            .Write("taskcluster/kinds/docker-image/kind.yml", """
                loader: taskgraph.loader.transform:loader
                transforms:
                  - taskgraph.transforms.docker_image:transforms
                  - taskgraph.transforms.cached_tasks:transforms
                  - taskgraph.transforms.task:transforms
                tasks:
                  base: { symbol: I(base) }
                  tests: { symbol: I(tests), parent: base }
                """)
            .Write("pyproject.toml", "[project]\ndependencies = [\"taskcluster-taskgraph==24.2.0\"]\n")
            .Write("requirements.txt", "taskcluster-taskgraph==24.2.0\n")
            .Write("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n")
            .Write("taskcluster/docker/base/Dockerfile", "FROM debian:12\n")
            .Write("taskcluster/docker/tests/Dockerfile", "FROM $DOCKER_IMAGE_PARENT\n")
            .Commit(),
        "bake" => new StartTree()
            .Write("docker-bake.hcl", """
                variable "VERSION" { default = "1.0" }
                group "default" { targets = ["app"] }
                target "_common" {
                  args = { VERSION = VERSION, REVISION = timestamp() }
                }
                target "base" { context = "./base" }
                target "app" {
                  inherits = ["_common"]
                  context  = "app"
                  contexts = { app-base = "target:base" }
                }
                /* not built */ # nor this
                target "docs" { output = ["type=local,dest=out"] }
                target "tools" {
                  dockerfile = "tools/Dockerfile.${"arm"}"
                  platforms  = ["linux/arm64"]
                }
                """)
            .Write("base/Dockerfile", "FROM alpine:3.22\n")
            .Write("app/Dockerfile", "FROM app-base\nARG VERSION\n")
            .Write("tools/Dockerfile.arm", Alpine)
            .Commit(),
        "bake-json" => new StartTree()
            .Write("docker-bake.json", "{\n\t\"variable\": {\"TAG\": {\"default\": \"1\"}},\n"
                + "\t\"target\": {\"one\": {\"context\": \"one\", \"args\": {\"TAG\": \"${TAG}\"}},\n"
                + "\t\t\"two\": {\"context\": \"two\"}}\n}\n")
            .Write("one/Dockerfile", "FROM alpine:3.22\nARG TAG\n")
            .Write("two/Dockerfile", Alpine)
            .Commit(),
        "compose" => new StartTree()
            .Write("compose.yaml", """
                services:
                  web:
                    build:
                      context: .
                      dockerfile: docker/web/Dockerfile
                      args: ["TAG=${TAG:-latest}", "USER_ID"]
                  api: { build: ./api, depends_on: [db] }
                  db: { image: "postgres:17" }
                """)
            .Write("docker/web/Dockerfile", "FROM nginx:1.29\nCOPY site /site\n").Write("site/index.html", "<p>\n")
            .Write("api/Dockerfile", "FROM python:3.13\nCOPY . /api\n").Write("api/main.py", "print()\n")
            .Commit(),
        "dockerfiles" => new StartTree()
            .Write("images/a/Dockerfile", "FROM alpine:3.22\n").Write("images/b/Dockerfile", "FROM a\n")
            .Write("images/app/Dockerfile.dev", Alpine).Write("images/b/Dockerfile.in", "FROM @x@\n")
            .Commit(),
        "nested" => new StartTree()
            .Write("3.12/slim/Dockerfile", "FROM debian:trixie-slim\n")
            .Write("3.13/slim/Dockerfile", "FROM debian:trixie-slim\n")
            .Write("Dockerfile.template", "FROM {{ env.version }}\n")
            .Commit(),
        "single" => new StartTree().Write("Dockerfile", Alpine).Write("main.c", "int main;\n").Commit(),
        "usual" => new StartTree().Write("taskcluster/docker/one/Dockerfile", Alpine).Commit(),
        "configured" => new StartTree()
            .Write("slipway.yml", "prefix: test\nfolder: d\n").Write("d/one/Dockerfile", Alpine).Commit(),
        _ => new StartTree().Commit(),
    };
}
