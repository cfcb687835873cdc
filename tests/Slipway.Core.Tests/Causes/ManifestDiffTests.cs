using System.Text;
using CsCheck;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Causes;

public sealed class ManifestDiffTests
{
    [Fact]
    public void A_manifest_is_read_and_written_byte_for_byte() =>
        Manifests.Any.Sample(inputs =>
            Assert.Equal(inputs.ToManifest(), BuildInputs.Parse(inputs.ToManifest()).ToManifest()));

    [Fact]
    public void There_are_no_changes_exactly_when_the_digests_are_equal() =>
        Gen.Select(Manifests.Any, Manifests.Any).Sample((before, after) =>
            Assert.Equal(
                Sha256Digest.Of(before.ToManifest()) == Sha256Digest.Of(after.ToManifest()),
                ManifestDiff.Between(before, after).IsEmpty));

    [Fact]
    public void The_changes_carried_out_give_the_later_manifest_byte_for_byte() =>
        Gen.Select(Manifests.Any, Manifests.Any).Sample((before, after) =>
            Assert.Equal(
                after.ToManifest(), ManifestDiff.Apply(before, ManifestDiff.Between(before, after)).ToManifest()));

    [Fact]
    public void Inputs_do_not_differ_from_themselves() =>
        Manifests.Any.Sample(inputs =>
            Assert.Empty(ManifestDiff.Between(inputs, BuildInputs.Parse(inputs.ToManifest()))));

    [Fact]
    public void Content_mode_and_target_are_changes_of_a_file()
    {
        var before = Manifests.With(
            Manifests.File("a"), Manifests.File("b"), Manifests.File("c", "link"), Manifests.File("d"));
        var after = Manifests.With(
            Manifests.File("a", content: 2),
            Manifests.File("b", "755"),
            Manifests.File("c", "link", 2),
            Manifests.File("d"));

        var changes = ManifestDiff.Between(before, after).Cast<InputChange.FileChanged>().ToList();
        Assert.Equal(["a", "b", "c"], changes.Select(change => change.Path));
        Assert.Equal([true, false, true], changes.Select(change => change.HasOtherContent));
        Assert.Equal([false, true, false], changes.Select(change => change.HasOtherMode));
    }

    [Fact]
    public void The_same_bytes_at_another_path_are_one_change()
    {
        var changes = ManifestDiff.Between(
            Manifests.With(Manifests.File("old/name", content: 3)),
            Manifests.With(Manifests.File("new/name", content: 3)));

        var rename = Assert.IsType<InputChange.FileRenamed>(Assert.Single(changes));
        Assert.Equal(("old/name", "new/name"), (rename.Before.Path, rename.After.Path));
    }

    [Fact]
    public void Of_several_equal_files_the_one_with_the_same_name_was_renamed()
    {
        var changes = ManifestDiff.Between(
            Manifests.With(Manifests.File("a/other"), Manifests.File("b/name")),
            Manifests.With(Manifests.File("c/name")));

        Assert.Equal("b/name", Assert.Single(changes.OfType<InputChange.FileRenamed>()).Before.Path);
        Assert.Equal("a/other", Assert.Single(changes.OfType<InputChange.FileRemoved>()).Path);
    }

    [Fact]
    public void Empty_files_of_other_names_have_nothing_to_do_with_one_another() =>
        Assert.DoesNotContain(
            ManifestDiff.Between(
                Manifests.With(Manifests.File("a/one", content: 0)),
                Manifests.With(Manifests.File("b/two", content: 0))),
            change => change is InputChange.FileRenamed);

    [Fact]
    public void Arguments_come_go_and_change()
    {
        var before = Manifests.Empty with
        {
            Args = Manifests.Empty.Args.Add("GONE", "1").Add("OTHER", "1").Add("SAME", "1"),
        };
        var after = Manifests.Empty with
        {
            Args = Manifests.Empty.Args.Add("NEW", "1").Add("OTHER", "2").Add("SAME", "1"),
        };

        Assert.Equal(
            [
                new InputChange.Argument("GONE", "1", null),
                new InputChange.Argument("NEW", null, "1"),
                new InputChange.Argument("OTHER", "1", "2"),
            ],
            ManifestDiff.Between(before, after));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData(
        """
        {"args":{},"cacheBuster":"","files":[],"parents":[],"platform":"linux/amd64","schema":"slipway.inputs/v2"}
        """)]
    [InlineData(
        """{"args":{},"cacheBuster":"","files":[],"parents":[],"platform":"linux/amd64","schema":"slipway.inputs/v1","more":1}""")]
    [InlineData(
        """{"args":{},"cacheBuster":"","files":[{"mode":"644","path":"a"}],"parents":[],"platform":"","schema":"slipway.inputs/v1"}""")]
    [InlineData("""{"args":{},"cacheBuster":"","files":[7],"parents":[],"platform":"","schema":"slipway.inputs/v1"}""")]
    [InlineData(
        """{"args":{},"cacheBuster":"","files":[],"parents":[{"digest":"x","ref":"a"}],"platform":"","schema":"slipway.inputs/v1"}""")]
    [InlineData(
        """{"args":{},"cacheBuster":"","files":[],"parents":[],"platform":"","schema":"slipway.inputs/v1"}{}""")]
    public void What_is_no_manifest_is_refused(string text)
    {
        var problem = Assert.Throws<SlipwayException>(() => BuildInputs.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(ManifestCodes.ManifestInvalid, problem.Diagnostics.Single().Code);
    }

    [Fact]
    public void Any_bytes_are_a_manifest_or_refused() =>
        Gen.OneOf(
                Gen.Byte.Array[0, 40],
                Manifests.Any.Select(
                    Gen.Int[0, 400],
                    (inputs, cut) => inputs.ToManifest()[..Math.Min(cut, inputs.ToManifest().Length - 1)]))
            .Sample(bytes =>
            {
                Assert.Throws<SlipwayException>(() => BuildInputs.Parse(bytes));
            });
}
