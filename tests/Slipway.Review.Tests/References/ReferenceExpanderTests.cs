using System.Text;
using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Tests.Cases;

namespace Slipway.Review.Tests.References;

public sealed class ReferenceExpanderTests
{
    private const string Hash = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly ImageCatalog Catalog = CatalogCase.TreeWith(
            ("task", "FROM scratch\n"),
            ("tool", "FROM scratch\n"),
            ("hub", "FROM scratch\n"),
            ("young", "FROM scratch\n"),
            ("wrong", "FROM scratch\n"))
        .With("taskcluster/docker/tool/VERSION", "1.4.0\n")
        .With("taskcluster/docker/tool/REGISTRY", "ghcr.io/owner")
        .With("taskcluster/docker/tool/HASH", Hash + "\n")
        .With("taskcluster/docker/hub/VERSION", "2")
        .With("taskcluster/docker/hub/REGISTRY", "mozilla")
        .With("taskcluster/docker/hub/HASH", Hash)
        .With("taskcluster/docker/young/VERSION", "3")
        .With("taskcluster/docker/young/REGISTRY", "mozilla")
        .With("taskcluster/docker/wrong/VERSION", "4")
        .With("taskcluster/docker/wrong/REGISTRY", "mozilla")
        .With("taskcluster/docker/wrong/HASH", "sha256:12")
        .Sound();

    private static readonly TaskId Task = TaskId.FromBytes(new byte[16]);

    private static readonly ImageTaskTable Tasks = new(
        Catalog,
        new Dictionary<ImageName, TaskId> { [ImageName.Parse("task")] = Task },
        new Dictionary<IndexNamespace, TaskId>());

    [Theory]
    [InlineData("{{#docker_image}}tool{{/docker_image}}", $"ghcr.io/owner/tool@{Hash}")]
    [InlineData("{{#docker_image}} tool\t{{/docker_image}}", $"ghcr.io/owner/tool@{Hash}")]
    [InlineData("{{ # docker_image }}tool{{ / docker_image }}", $"ghcr.io/owner/tool@{Hash}")]
    [InlineData(
        "{\"image\": \"{{#docker_image}}hub{{/docker_image}}\"}\r\n",
        $"{{\"image\": \"mozilla/hub@{Hash}\"}}\r\n")]
    [InlineData(
        "\ufeffé {{#docker_image}}hub{{/docker_image}}{{#docker_image}}hub{{/docker_image}}",
        $"\ufeffé mozilla/hub@{Hash}mozilla/hub@{Hash}")]
    public void A_mark_becomes_the_repo_digest(string before, string after) => Assert.Equal(after, Expand(before));

    [Fact]
    public void A_mark_for_a_task_becomes_the_id_of_the_images_task() =>
        Assert.Equal(
            $"taskId: {Task} # {Task}",
            Expand(
                "taskId: {{#task_id_for_image}}task{{/task_id_for_image}} # {{ #task_id_for_image }} task {{ "
                + "/task_id_for_image }}"));

    [Theory]
    [InlineData("tool", 2116)]
    [InlineData("nothing", 1113)]
    public void A_mark_for_a_task_that_is_not_known_is_an_error_with_its_place(string name, int code)
    {
        var problems = new DiagnosticBag();
        Read(
            System.Text.Encoding.UTF8.GetBytes($"a\n é{{{{#task_id_for_image}}}}{name}{{{{/task_id_for_image}}}}"),
            ReferenceForm.Tag,
            problems);

        var problem = Assert.Single(problems.ToSorted());
        Assert.Equal(code, problem.Code.Number);
        Assert.Equal(new SourceLocation("t.yml", 2, 3), problem.Location);
    }

    [Theory]
    [InlineData("{{#task_id_for_image}}task{{/docker_image}}")]
    [InlineData("{{#task_id_for_image}}\ntask{{/task_id_for_image}}")]
    public void A_mark_that_another_tag_closes_is_none(string text)
    {
        var problems = new DiagnosticBag();
        Read(System.Text.Encoding.UTF8.GetBytes(text), ReferenceForm.Tag, problems);

        Assert.All(problems.ToSorted(), problem => Assert.Equal(ResolveCodes.MarkUnpaired, problem.Code));
        Assert.Equal(2, problems.ToSorted().Length);
    }

    [Fact]
    public void By_tag_it_becomes_the_version() =>
        Assert.Equal(
            "ghcr.io/owner/tool:1.4.0 mozilla/young:3",
            Expand(
                "{{#docker_image}}tool{{/docker_image}} {{#docker_image}}young{{/docker_image}}", ReferenceForm.Tag));

    [Theory]
    [InlineData("{{#task_ids_for_image}}tool{{/task_ids_for_image}}")]
    [InlineData(
        "{{docker_image}} {{^docker_image}} {{{docker_image}}} {{#docker_images}}tool{{/docker_images}} "
        + "{#docker_image}")]
    [InlineData("")]
    public void Everything_else_stays(string text) => Assert.Equal(text, Expand(text));

    [Fact]
    public void Arbitrary_bytes_stay_as_they_are() =>
        Gen.Byte.Array.Sample(content =>
            Read(content, ReferenceForm.RepoDigest, new DiagnosticBag()).Content.Span.SequenceEqual(content));

    [Fact]
    public void All_bytes_around_a_mark_stay() =>
        Gen.Select(Gen.Byte.Array, Gen.Byte.Array).Sample((before, after) =>
        {
            byte[] marked = [.. before, .. "{{#docker_image}}hub{{/docker_image}}"u8, .. after];
            byte[] expected = [.. before, .. Encoding.ASCII.GetBytes($"mozilla/hub@{Hash}"), .. after];
            return Read(marked, ReferenceForm.RepoDigest, new DiagnosticBag()).Content.Span.SequenceEqual(expected);
        });

    [Theory]
    [InlineData("\n é {{#docker_image}}tol{{/docker_image}}", 1113, "t.yml:2:4")]
    [InlineData("{{#docker_image}}task{{/docker_image}}", 1780, "t.yml:1:1")]
    [InlineData("{{#docker_image}}young{{/docker_image}}", 1783, "t.yml:1:1")]
    [InlineData("\r\n\r\n  {{#docker_image}}wrong{{/docker_image}}", 1784, "t.yml:3:3")]
    [InlineData("{{#docker_image}}tool\n{{ /docker_image }}", 1785, "t.yml:1:1")]
    [InlineData("x\n{{/docker_image}}", 1785, "t.yml:2:1")]
    [InlineData("{{#docker_image}}{{/docker_image}}", 1113, "t.yml:1:1")]
    public void A_mark_without_a_reference_is_reported_where_it_stands(string text, int code, string location)
    {
        var problems = new DiagnosticBag();
        Read(Encoding.UTF8.GetBytes(text), ReferenceForm.RepoDigest, problems);

        var problem = problems.ToSorted()[0];
        Assert.Equal((code, location), (problem.Code.Number, problem.Location.ToString()));
    }

    [Fact]
    public void The_nearest_name_is_offered_for_an_unknown_one()
    {
        var problems = new DiagnosticBag();
        Read("{{#docker_image}}tol{{/docker_image}}"u8.ToArray(), ReferenceForm.RepoDigest, problems);

        Assert.Equal("Did you mean 'tool'?", Assert.Single(problems.ToSorted()).Remedy);
    }

    [Fact]
    public void Without_a_registry_there_is_no_reference_by_tag_either()
    {
        var catalog = CatalogCase.TreeWith(("a", "FROM scratch\n")).With("taskcluster/docker/a/VERSION", "1").Sound();

        Assert.False(new ReferenceMaker(catalog, ReferenceForm.Tag).TryMake("a", null, out _, out var problem));
        Assert.Equal(ResolveCodes.RegistryUnknown, problem.Code);
    }

    [Fact]
    public void A_registry_that_makes_the_name_too_long_is_refused()
    {
        var catalog = CatalogCase.TreeWith(("a", "FROM scratch\n"))
            .With("taskcluster/docker/a/VERSION", "1")
            .WithConfig($"registry: {new string('x', 255)}")
            .Sound();

        Assert.False(new ReferenceMaker(catalog, ReferenceForm.Tag).TryMake("a", null, out _, out var problem));
        Assert.Equal(ResolveCodes.NameRefused, problem.Code);
    }

    private static string Expand(string text, ReferenceForm form = ReferenceForm.RepoDigest)
    {
        var problems = new DiagnosticBag();
        var resolved = Read(Encoding.UTF8.GetBytes(text), form, problems);
        ProblemAssert.None(problems.ToSorted());
        return Encoding.UTF8.GetString(resolved.Content.Span);
    }

    private static ResolvedFile Read(byte[] content, ReferenceForm form, DiagnosticBag problems) =>
        ReferenceExpander.Expand(content, "t.yml", new ReferenceMaker(Catalog, form), Tasks, problems);
}
