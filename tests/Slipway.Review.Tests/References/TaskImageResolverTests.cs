using System.Text;
using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Tests.Cases;

namespace Slipway.Review.Tests.References;

public sealed class TaskImageResolverTests
{
    private const string Known = "gecko.cache.level-3.docker.v2.tool.latest";

    private static readonly TaskId Task = TaskId.FromBytes("0123456789abcdef"u8);

    private static readonly ImageCatalog Catalog = new TestTree().Image("builder").Image("other").Catalog;

    private static readonly ImageTaskTable Tasks = new(
        Catalog,
        new Dictionary<ImageName, TaskId> { [TestTree.Name("builder")] = Task },
        new Dictionary<IndexNamespace, TaskId> { [IndexNamespace.Parse(Known)] = Task });

    private static string InPlace =>
        $$"""{"type": "task-image", "path": "public/image.tar.zst", "taskId": "{{Task}}"}""";

    [Fact]
    public void An_image_of_the_tree_becomes_the_task_that_has_it_and_nothing_else_changes() =>
        Assert.Equal(
            $"a: 1 # é\r\npayload:\r\n  image:\r\n    {InPlace}   # why\r\n  command: [x]\r\n",
            Resolve("a: 1 # é\r\npayload:\r\n  docker-image:\r\n    in-tree: builder   # why\r\n  command: [x]\r\n"));

    [Theory]
    [InlineData("image: {in-tree: builder}\n", "image: @\n")]
    [InlineData("\ufeffimage: { \"in-tree\" : 'builder' } # x\nb: é\n", "\ufeffimage: @ # x\nb: é\n")]
    [InlineData("worker:\n  docker-image: {in-tree: builder}\n", "worker:\n  docker-image: @\n")]
    [InlineData(
        "{\"payload\": {\"docker-image\": {\"in-tree\": \"builder\"}, \"x\": 1}}",
        "{\"payload\": {\"image\": @, \"x\": 1}}")]
    [InlineData(
        "jobs:\n- image:\n    in-tree: builder\n- image: {in-tree: builder}\n",
        "jobs:\n- image:\n    @\n- image: @\n")]
    [InlineData("a: &i {in-tree: builder}\nimage: *i\nb: {image: *i}\n", "a: &i @\nimage: *i\nb: {image: *i}\n")]
    [InlineData("image: &i\n  in-tree: builder\nb: *i", "image: &i\n  @\nb: *i")]
    [InlineData("image: {type: task-image, taskId: MDEyMzQ1Rje4OWFiY2RlZg}", "image: @")]
    [InlineData(
        "x: |\n  in-tree: builder\nimage:\n  in-tree:\n    builder\n\nz: 1",
        "x: |\n  in-tree: builder\nimage:\n  @\n\nz: 1")]
    public void Every_form_of_writing_it_is_found(string before, string after) =>
        Assert.Equal(after.Replace("@", InPlace, StringComparison.Ordinal), Resolve(before));

    [Theory]
    [InlineData("image: debian:12 # in-tree\n")]
    [InlineData("image: {type: docker-image, name: indexed}\n")]
    [InlineData("images: {in-tree: builder}\n")]
    [InlineData(
        "image: {type: indexed-image, path: public/image.tar.zst, namespace: "
        + "gecko.cache.level-3.docker.v2.tool.latest}\n")]
    [InlineData("image: {type: task-image, path: a/b.tar, taskId: MDEyMzQ1Rje4OWFiY2RlZg}\n")]
    public void What_is_complete_or_something_else_stays(string text) => Assert.Equal(text, Resolve(text));

    [Theory]
    [InlineData("standard input", "image: {in-tree: builder}\n", "image: @\n")]
    [InlineData("standard input", "echo 'in-tree: [' # no YAML: {\n", "echo 'in-tree: [' # no YAML: {\n")]
    [InlineData("notes.txt", "image: {in-tree: builder}\n", "image: {in-tree: builder}\n")]
    public void What_has_no_ending_is_a_definition_if_it_can_be_read_as_one(string file, string before, string after)
    {
        var problems = new DiagnosticBag();

        var resolved = TaskImageResolver.Resolve(
            Encoding.UTF8.GetBytes(before), file, Tasks, pinIndexed: false, problems);

        Assert.Equal(
            after.Replace("@", InPlace, StringComparison.Ordinal), Encoding.UTF8.GetString(resolved.Content.Span));
        Assert.Empty(problems.ToSorted());
    }

    [Fact]
    public void A_namespace_becomes_an_indexed_image() =>
        Assert.Equal(
            $$"""image: {"type": "indexed-image", "path": "public/image.tar.zst", "namespace": "{{Known}}"}""",
            Resolve($"image: {{indexed: {Known}}}"));

    [Theory]
    [InlineData($"image: {{indexed: {Known}}}", "public/image.tar.zst")]
    [InlineData($"image: {{type: indexed-image, path: x/y.tar, namespace: {Known}}}", "x/y.tar")]
    public void A_pinned_namespace_becomes_the_task_to_which_it_points(string before, string path) =>
        Assert.Equal(
            $$"""image: {"type": "task-image", "path": "{{path}}", "taskId": "{{Task}}"}""",
            Resolve(before, pin: true));

    [Theory]
    [InlineData("a: 1\nimage: {in-tree: other}", 2116, 2, 18)]
    [InlineData("image: {in-tree: bilder}", 1113, 1, 18)]
    [InlineData("image:\n  in-tree: [builder]", 2115, 2, 12)]
    [InlineData("image: {in-tree: builder, path: x}", 2115, 1, 27)]
    [InlineData("image: {in-tree: }", 2115, 1, 18)]
    [InlineData("image: {indexed: gecko..x}", 2115, 1, 18)]
    [InlineData("image: {indexed: gecko.nothing}", 2116, 1, 18)]
    [InlineData("image: {type: indexed-image, path: x, namespace: gecko.nothing}", 2116, 1, 50)]
    [InlineData("image: {type: task-image, path: x, taskId: short}", 2115, 1, 44)]
    [InlineData("image: {type: task-image, path: x}", 2115, 1, 8)]
    public void What_cannot_be_resolved_is_an_error_with_its_place(string text, int code, int line, int column)
    {
        var problems = new DiagnosticBag();
        TaskImageResolver.Resolve(Encoding.UTF8.GetBytes(text), "t.yml", Tasks, false, problems);

        var problem = Assert.Single(problems.ToSorted());
        Assert.Equal(code, problem.Code.Number);
        Assert.Equal(new SourceLocation("t.yml", line, column), problem.Location);
        Assert.Equal(code == 2116 ? ExitCode.NotFound : ExitCode.Usage, problem.Code.Exit);
    }

    [Fact]
    public void A_file_that_is_no_YAML_is_a_warning_and_stays()
    {
        var problems = new DiagnosticBag();
        byte[] content = Encoding.UTF8.GetBytes("{% if x %}\nimage: {in-tree: builder}\n");

        Assert.Equal(content, TaskImageResolver.Resolve(content, "t.yml", Tasks, false, problems).Content.ToArray());
        Assert.Equal(Severity.Warning, Assert.Single(problems.ToSorted()).Severity);
    }

    [Fact]
    public void A_file_of_another_kind_stays() =>
        Assert.Equal("image: {in-tree: builder}", Resolve("image: {in-tree: builder}", file: "run.sh"));

    [Fact]
    public void Arbitrary_bytes_stay_as_they_are() =>
        Gen.Byte.Array.Sample(content =>
            TaskImageResolver
                .Resolve(content, "t.yml", Tasks, false, new DiagnosticBag())
                .Content.Span.SequenceEqual(content));

    [Fact]
    public void Text_around_an_image_stays_in_every_layout() =>
        Gen.Select(
                Gen.Int[0, 4],
                Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n")),
                Gen.OneOf(Gen.Const(""), Gen.Const(" # in-tree: x"), Gen.Const("  ")),
                Gen.Bool)
            .Sample(layout =>
            {
                var (depth, end, tail, isFlow) = layout;
                string indent = string.Empty;
                var text = new StringBuilder("é: [1, 2]").Append(end);
                for (int i = 0; i < depth; i++)
                {
                    text.Append(indent).Append("level:").Append(end);
                    indent += "  ";
                }

                text.Append(indent).Append("image:").Append(isFlow ? " " : end + indent + "  ");
                string before = text.ToString();
                string after = $"{tail}{end}{indent}last: 'x'{end}";
                string image = isFlow ? "{in-tree: builder}" : "in-tree: builder";
                return Resolve(before + image + after) == before + InPlace + after;
            });

    [Fact]
    public void What_files_need_is_known_before_it_is_looked_up()
    {
        var uses = DefinitionResolver.UsesOf(
            [
                (Encoding.UTF8.GetBytes("image: {in-tree: nothing}\nx: {image: {indexed: a.b}}"), "a.yml"),
                (Encoding.UTF8.GetBytes("{{#task_id_for_image}}builder{{/task_id_for_image}}"), "b.sh"),
            ],
            new ReferenceMaker(Catalog, ReferenceForm.RepoDigest));

        Assert.Equal(["builder", "nothing"], uses.Images.Order(StringComparer.Ordinal));
        Assert.Equal([IndexNamespace.Parse("a.b")], uses.Namespaces);
    }

    [Fact]
    public void Marks_and_forms_are_resolved_together_in_the_order_of_the_file()
    {
        var problems = new DiagnosticBag();
        var resolver = new DefinitionResolver(
            new ReferenceMaker(Catalog, ReferenceForm.RepoDigest), Tasks, false, problems);
        var resolved = resolver.Resolve(
            Encoding.UTF8.GetBytes(
                "image: {in-tree: builder}\nenv: {T: {{#task_id_for_image}}builder{{/task_id_for_image}}}\n"),
            "t.yml");

        ProblemAssert.None(problems.ToSorted());
        Assert.Equal($"image: {InPlace}\nenv: {{T: {Task}}}\n", Encoding.UTF8.GetString(resolved.Content.Span));
        Assert.Equal([1, 2], resolved.References.Select(reference => reference.Location.Line));
        Assert.All(resolved.References, reference => Assert.True(reference.IsTask));
    }

    private static string Resolve(string text, bool pin = false, string file = "t.yml")
    {
        var problems = new DiagnosticBag();
        var resolved = TaskImageResolver.Resolve(Encoding.UTF8.GetBytes(text), file, Tasks, pin, problems);
        ProblemAssert.None(problems.ToSorted());
        return Encoding.UTF8.GetString(resolved.Content.Span);
    }
}
