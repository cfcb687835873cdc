using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Causes;

public sealed class ExplanationTests
{
    [Fact]
    public void One_file_of_the_base_is_the_one_cause_of_everything_that_is_built_on_it()
    {
        var images = new List<ImageComparison> { Changed("base", File("base/file")) };
        images.AddRange(Enumerable.Range(0, 40).Select(i => OnParents($"image{i:00}", "base")));

        var cause = Assert.Single(new Explanation(images).Causes);
        Assert.Equal(["base"], cause.Entries.Select(entry => entry.Image.Value));
        Assert.Equal(41, cause.Images.Length);
    }

    [Fact]
    public void A_file_that_two_images_include_is_one_cause()
    {
        var explanation = new Explanation([
            Changed("a", File("lib/x")),
            Changed("b", File("lib/x")),
            OnParents("c", "b"),
        ]);

        var cause = Assert.Single(explanation.Causes);
        Assert.Equal(["a", "b"], cause.Entries.Select(entry => entry.Image.Value));
        Assert.Equal(["a", "b", "c"], cause.Images.Select(image => image.Value));
    }

    [Fact]
    public void The_cause_of_the_most_images_comes_first()
    {
        var explanation = new Explanation(
            [Changed("a", File("one")), Changed("b", File("two")), OnParents("c", "b"), OnParents("d", "c")]);

        Assert.Equal(["two", "one"], explanation.Causes.Select(cause => cause.Change!.Origin!.TreePath.Value));
    }

    [Fact]
    public void An_image_with_its_own_change_and_a_changed_parent_has_both_causes()
    {
        var child = Changed("child", File("own")) with { ChangedParents = [Name("base")] };
        var explanation = new Explanation([Changed("base", File("file")), child]);

        Assert.All(explanation.Causes, cause => Assert.Contains(Name("child"), cause.Images));
        Assert.Equal(["file", "own"], explanation.Causes.Select(cause => cause.Change!.Origin!.TreePath.Value));
    }

    [Fact]
    public void The_way_from_a_cause_to_an_image_is_the_shortest()
    {
        var explanation = new Explanation(
        [
            Changed("a", File("x")), OnParents("b", "a"), OnParents("c", "b"), OnParents("d", "a", "c"),
        ]);

        Assert.Equal(["a", "d"], explanation.Route(Name("a"), Name("d")).Select(name => name.Value));
        Assert.Equal(["a", "b", "c"], explanation.Route(Name("a"), Name("c")).Select(name => name.Value));
        Assert.Empty(explanation.Route(Name("c"), Name("b")));
    }

    [Fact]
    public void A_dockerfile_that_only_has_another_value_of_an_argument_is_no_cause()
    {
        var dockerfile = File("shell/Dockerfile") with { Dockerfile = new DockerfileChange("same", "same", []) };
        var argument = new LocatedChange(new InputChange.Argument("PROFILE", "plain", "loud"), null);

        var cause = Assert.Single(new Explanation([Changed("shell", dockerfile, argument)]).Causes);
        Assert.Same(argument, cause.Change);
    }

    [Fact]
    public void What_is_not_known_of_one_image_is_a_cause_of_its_own()
    {
        var unknown = new ImageComparison(Name("a"), Digest(1), Digest(2), ComparisonKind.BeforeUnknown);
        var explanation = new Explanation([unknown, unknown with { Name = Name("b") }, OnParents("c", "b")]);

        Assert.Equal(["b,c", "a"], explanation.Causes.Select(cause => string.Join(',', cause.Images)));
    }

    private static ImageName Name(string text) => ImageName.Parse(text);

    private static InputsDigest Digest(byte seed) => InputsDigest.Of([seed]);

    private static LocatedChange File(string path) => new(
        new InputChange.FileAdded(Manifests.File(path)),
        new FileOrigin(RelativePath.Parse(path), OriginKind.Folder, null));

    private static ImageComparison Changed(string image, params LocatedChange[] changes) =>
        new(Name(image), Digest(1), Digest(2), ComparisonKind.Compared) { Changes = [.. changes] };

    private static ImageComparison OnParents(string image, params string[] parents) =>
        new(Name(image), Digest(1), Digest(2), ComparisonKind.Compared) { ChangedParents = [.. parents.Select(Name)] };
}
