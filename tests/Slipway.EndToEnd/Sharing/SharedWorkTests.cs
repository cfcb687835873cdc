using System.Globalization;
using Slipway.EndToEnd.Sharing.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Sharing;

/// <summary>Machines that work at the same time, and what it costs to look.</summary>
public sealed class SharedWorkTests(SharedTree tree) : IClassFixture<SharedTree>
{
    private static readonly int Images = Campaign.Size(usual: 40, @long: 300);

    [Fact]
    public async Task Who_does_not_want_to_wait_is_told_who_builds_and_who_waits_uses_what_comes_out()
    {
        await SharedTree.RequireAsync();
        string slow = tree.Sandbox.Name("slow");
        tree.Sandbox.Image("slow", "FROM {base}\nRUN sleep 20\n");
        await using var builder = tree.NewMachine().Start("build", slow, "--level", "3");
        await builder.WaitForAsync($"{slow}: building");

        var waiting = tree.NewMachine().RunAsync("build", slow, "--level", "3");
        var hurried = await tree.NewMachine().RunAsync("build", slow, "--level", "3", "--no-wait");
        var patient = await waiting;

        Assert.NotEqual(0, hurried.ExitCode);
        Assert.Contains($"{slow} is being built by ", hurried.Error, StringComparison.Ordinal);
        Assert.True(patient.ExitCode == 0, patient.ToString());
        Assert.Contains($"{slow}: waiting for ", patient.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"{slow}: building", patient.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await builder.WaitAsync()).ExitCode);
        using var reader = new RegistryReader(tree.Host);
        Assert.Single(
            await reader.TagsAsync($"ci/level-3/{slow}"),
            tag => tag.StartsWith("record.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_asks_once_for_each_image_and_level_and_not_again_while_answers_are_fresh()
    {
        await SharedTree.RequireAsync();
        string[] names = [.. Enumerable.Range(0, Images).Select(number => tree.Sandbox.Name(
            string.Create(CultureInfo.InvariantCulture, $"many{number}")))];
        foreach (string name in names)
        {
            tree.Sandbox.Write($"images/{name}/Dockerfile", "FROM scratch\nCOPY file /file\n");
            tree.Sandbox.Write($"images/{name}/file", name);
        }

        await tree.Builder.CheckAsync(["build", .. names, "--level", "2", "--jobs", "4"]);
        var machine = tree.NewMachine();

        string[] first = await tree.RequestsOfAsync(() => machine.CheckAsync(["plan", .. names, "--level", "2"]));
        string[] second = await tree.RequestsOfAsync(() => machine.CheckAsync(["plan", .. names, "--level", "2"]));

        // Not there at level 3, and found at level 2.
        Assert.DoesNotContain(first, line => !line.Contains("/manifests/hash.", StringComparison.Ordinal));
        Assert.Equal(
            names.SelectMany(name => (string[])[$"level-2/{name}", $"level-3/{name}"]).Order(StringComparer.Ordinal),
            first.Select(line => line.Split("/v2/ci/")[1].Split("/manifests/")[0]).Order(StringComparer.Ordinal));
        Assert.Empty(second);
        string[] third = await tree.RequestsOfAsync(
            () => machine.CheckAsync("export", names[0], "--level", "2", "-o", "x.tar"));
        Assert.DoesNotContain(third, line => line.Contains("/manifests/hash.", StringComparison.Ordinal));
    }
}
