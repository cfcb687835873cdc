using System.Collections.Frozen;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>Contexts that are not what git has.</summary>
public sealed class HiddenFileRulesTests
{
    [Theory]
    [InlineData(false, true, "not what git has", "--no-assume-unchanged")]
    [InlineData(false, false, "not what git has", "--no-skip-worktree")]
    [InlineData(true, false, "lacks what every whole checkout has", "sparse-checkout add taskcluster/docker/base")]
    public void A_hidden_file_is_found_with_what_brings_it_back(
        bool isMissing, bool isAssumed, string message, string remedy)
    {
        const string File = "taskcluster/docker/base/a";
        var facts = Base().Facts() with { Hidden = [Source(File, isMissing, isAssumed)] };

        var found = facts.FindOne(CheckCodes.FileHidden, File).Diagnostic;

        Assert.Equal(Severity.Warning, found.Severity);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_files_of_a_folder_are_one_finding()
    {
        var facts = Base().Facts() with
        {
            Hidden = [.. Enumerable.Range(0, 4).Select(i => Source($"lib/{i}", isMissing: true, isAssumed: false))],
        };

        Assert.StartsWith(
            "4 files in 'lib' are in git",
            facts.FindOne(CheckCodes.FileHidden, "lib").Diagnostic.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubmoduleContent.NotCloned, "is not cloned", "git submodule update --init lib/sub")]
    [InlineData(SubmoduleContent.Moved, "another commit", "git add lib/sub")]
    [InlineData(SubmoduleContent.Edited, "not committed", "Commit them there")]
    public void A_submodule_that_a_context_reaches_into_is_found(
        SubmoduleContent content, string message, string remedy)
    {
        var facts = Base().And("lib/x", "x").Task("FROM scratch\n# %include lib\n").Facts() with
        {
            Submodules = new[] { "lib/sub", "elsewhere/sub" }.ToFrozenDictionary(RelativePath.Parse, _ => content),
        };

        var found = facts.FindOne(CheckCodes.SubmoduleDiffers, "lib/sub").Diagnostic;

        Assert.Contains(message, found.Message, StringComparison.Ordinal);
        Assert.Contains("the context of task", found.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COPY logs/ /logs/", true)]
    [InlineData("COPY --chown=1:1 [\"./logs\", \"/logs\"]", true)]
    [InlineData("ADD a logs/deep /logs/", true)]
    [InlineData("COPY . /", false)]
    [InlineData("COPY --from=debian:12 logs /logs", false)]
    [InlineData("COPY log* /logs/", false)]
    [InlineData("COPY $A/logs /logs/", false)]
    public void A_copy_of_a_folder_without_files_is_found(string line, bool isFound)
    {
        var facts = Base().Task($"FROM scratch\n{line}\n").Facts() with
        {
            EmptyFolders = new[] { "taskcluster/docker/task/logs", "taskcluster/docker/task/logs/deep" }
                .Select(RelativePath.Parse)
                .ToFrozenSet(),
        };

        var found = facts.Find(CheckCodes.FolderEmpty).Select(finding => finding.Diagnostic.Location.ToString());

        Assert.Equal(isFound ? ["taskcluster/docker/task/Dockerfile:2"] : [], found);
    }

    private static HiddenSource Source(string file, bool isMissing, bool isAssumed) =>
        new(RelativePath.Parse(file), isMissing, isAssumed, [ImageName.Parse("base")]);
}
